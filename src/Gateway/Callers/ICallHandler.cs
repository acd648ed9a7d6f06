namespace Sidecar.Gateway.Callers;

/// <summary>Answers what comes in by the engine port.</summary>
internal interface ICallHandler
{
    /// <summary>Answers one request, on the thread of its connection. Must not throw.</summary>
    void Handle(CallerExchange exchange);

    /// <summary>Answers a head that is none. The connection ends with it.</summary>
    /// <param name="exchange">Has no request.</param>
    /// <param name="statusCode">What is wrong with the head.</param>
    void RefuseHead(CallerExchange exchange, int statusCode);
}
