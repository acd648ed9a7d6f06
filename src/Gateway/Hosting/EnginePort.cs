using System.Text;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Hosting;

/// <summary>Takes what comes in by the engine port to JSON-RPC or to the health paths.</summary>
internal sealed partial class EnginePort(
    EngineEndpoint engine, HealthEndpoint health, ILogger<EnginePort> logger) : ICallHandler
{
    /// <inheritdoc/>
    public void Handle(CallerExchange exchange) => Answer(exchange, badHead: null);

    public void RefuseHead(CallerExchange exchange, int statusCode) => Answer(exchange, statusCode);

    /// <summary>Where a bug's exception ends, as in <see cref="PortDispatch"/> on the other ports.</summary>
    private void Answer(CallerExchange exchange, int? badHead)
    {
        try
        {
            if (badHead is { } statusCode)
            {
                engine.RefuseHead(exchange, statusCode);
            }
            else
            {
                Route(exchange);
            }
        }
        catch (Exception e)
        {
            Log.CallBroke(logger, e);
            if (exchange.HasStarted)
            {
                exchange.BreakOff();
                return;
            }

            using var answer = JsonRpcAnswer.Error(
                default, Contracts.EngineErrorCodes.InternalError, "Internal error of the gateway; its log has more.",
                StatusCodes.Status500InternalServerError);
            exchange.BeginAnswer(answer.StatusCode);
            exchange.EndAnswer(answer.ContentType, answer.Content);
        }
    }

    private void Route(CallerExchange exchange)
    {
        // No health path is longer, and most calls come to "/".
        var line = exchange.Head.Line;
        if (line.Path.Length is > 1 and < 32)
        {
            var path = Encoding.Latin1.GetString(line.Path);
            if (HealthEndpoint.Serves(path))
            {
                AnswerHealth(exchange, path);
                return;
            }
        }

        engine.Handle(exchange);
    }

    private void AnswerHealth(CallerExchange exchange, string path)
    {
        var wantsJson = exchange.Head.Line.Query.IndexOf("format=json"u8) >= 0
            || HealthAnswer.AsksForJson(exchange.Head.Fields.FindAll("Accept"u8));
        var answer = health.Answer(path, wantsJson);
        exchange.BeginAnswer(answer.StatusCode);
        exchange.WriteField("Cache-Control"u8, HealthAnswer.CacheControl);
        exchange.EndAnswer(answer.ContentType, JsonSplice.Of(answer.Body));
    }

    private static partial class Log
    {
        [LoggerMessage(9010, LogLevel.Error, "A call broke.")]
        public static partial void CallBroke(ILogger logger, Exception exception);
    }
}
