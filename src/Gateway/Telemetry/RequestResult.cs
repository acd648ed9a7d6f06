namespace Sidecar.Gateway.Telemetry;

/// <summary>How a request on the engine port ended. A metric tag.</summary>
internal enum RequestResult
{
    /// <summary>The caller got an answer, a JSON-RPC error of local's included.</summary>
    Answered,

    /// <summary>We did not accept the request.</summary>
    Refused,

    /// <summary>We accepted it and had no answer.</summary>
    Failed,
}
