using Sidecar.Gateway.Builders;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>The newPayload walk (docs/ARCHITECTURE.md): local's answer is the answer; the same bytes go to the builder's lane.</summary>
internal sealed partial class NewPayloadHandler(
    LocalClients local,
    IBuilderRelay builder,
    LocalTimeouts timeouts,
    TimeProvider time,
    ILogger<NewPayloadHandler> logger)
{
    /// <summary>Answers one newPayload.</summary>
    /// <param name="call">The caller's request; its bytes must stay valid until the answer is there.</param>
    /// <param name="body">The lease behind the request's bytes.</param>
    public async Task<JsonRpcAnswer> HandleAsync(JsonRpcCall call, BodyLease body)
    {
        var request = new UpstreamRequest(
            UpstreamMethod.NewPayload, JsonSplice.Of(call.Raw), Deadline.After(time, timeouts.Engine), RetryOnce: true);
        return LocalAnswers.From(await local.AskAsync(request, () => HandToBuilder(call, body)), call);
    }

    /// <summary>Whatever breaks on the builder's side, local's answer goes out: hence a catch-all here.</summary>
    private void HandToBuilder(JsonRpcCall call, BodyLease body)
    {
        try
        {
            if (CallTrace.Current is { } trace && NewPayloadParams.TryRead(call.Params, out var parameters))
            {
                trace.IsFor(parameters.BlockHash);
            }

            builder.Follow(new UnreadBlock(call.Params, call.Raw, body.Share()));
        }
        catch (Exception e)
        {
            Log.HandOverBroke(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3302, LogLevel.Error, "A newPayload could not be handed to the builder.")]
        public static partial void HandOverBroke(ILogger logger, Exception exception);
    }
}
