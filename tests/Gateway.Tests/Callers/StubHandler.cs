using System.Text;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.Callers;

/// <summary>Answers as a test says; else with the request's body, or with why there is none.</summary>
internal sealed class StubHandler(Action<CallerExchange>? handle = null) : ICallHandler
{
    private const int BytesMax = 4 * 1024 * 1024;

    private readonly List<string> _bodies = [];

    /// <summary>Bodies that came, in their order.</summary>
    public IReadOnlyList<string> Bodies => _bodies;

    /// <summary>Statuses of heads that were none.</summary>
    public List<int> Refused { get; } = [];

    /// <summary>Answers with a text.</summary>
    public static void Answer(CallerExchange exchange, string text, int status = 200)
    {
        exchange.BeginAnswer(status);
        exchange.EndAnswer("text/plain", JsonSplice.Of(Encoding.Latin1.GetBytes(text)));
    }

    public void Handle(CallerExchange exchange)
    {
        if (handle is not null)
        {
            handle(exchange);
            return;
        }

        using var body = exchange.ReadBody(BytesMax, out var failure);
        var text = body is null ? $"{failure}" : Encoding.Latin1.GetString(body.Bytes);
        _bodies.Add(text);
        Answer(exchange, text, body is null ? 400 : 200);
    }

    public void RefuseHead(CallerExchange exchange, int statusCode)
    {
        Refused.Add(statusCode);
        Answer(exchange, $"refused {statusCode}", statusCode);
    }
}
