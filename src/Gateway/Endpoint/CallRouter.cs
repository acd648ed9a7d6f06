using System.Globalization;
using System.Text;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Takes each call to its walk.</summary>
internal sealed class CallRouter(
    ForkchoiceUpdatedHandler forkchoiceUpdated,
    GetPayloadHandler getPayload,
    NewPayloadHandler newPayload,
    LocalClients local,
    LocalTimeouts timeouts,
    TimeProvider time,
    BuildTraces traces)
{
    /// <summary>Whether a call has a walk of its own. Notifications have none: nobody waits for their answer.</summary>
    public static bool HasWalk(JsonRpcCall call) =>
        !call.IsNotification && EngineMethod.Parse(call.Method.Span).Kind != EngineMethodKind.Other;

    /// <summary>What a call counts as in metrics.</summary>
    public static RequestMethod MetricOf(JsonRpcCall call) => EngineMethod.Parse(call.Method.Span).Kind switch
    {
        EngineMethodKind.ForkchoiceUpdated => RequestMethod.ForkchoiceUpdated,
        EngineMethodKind.GetPayload => RequestMethod.GetPayload,
        EngineMethodKind.NewPayload => RequestMethod.NewPayload,
        EngineMethodKind.Other => RequestMethod.PassThrough,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>
    /// Answers one call, on the thread of its caller's connection; one without a walk goes to local by itself, as a member
    /// of a batch does.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="body">The lease behind the call's bytes.</param>
    public JsonRpcAnswer Answer(JsonRpcCall call, BodyLease body)
    {
        var method = EngineMethod.Parse(call.Method.Span);
        var answer = traces.IsOn && method.Kind != EngineMethodKind.Other
            ? TraceAsync(call, method, body)
            : WalkAsync(call, method, body);
        if (!answer.IsCompleted)
        {
            // Nobody knows for how long.
            AfterAnswer.DoNow();
        }

        return answer.GetAwaiter().GetResult();
    }

    private Task<JsonRpcAnswer> WalkAsync(JsonRpcCall call, EngineMethod method, BodyLease body) =>
        method.Kind switch
        {
            EngineMethodKind.ForkchoiceUpdated => forkchoiceUpdated.HandleAsync(call),
            EngineMethodKind.GetPayload => getPayload.HandleAsync(call, method.Version),
            EngineMethodKind.NewPayload => newPayload.HandleAsync(call, body),
            EngineMethodKind.Other => AskLocalAsync(call),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<JsonRpcAnswer> TraceAsync(JsonRpcCall call, EngineMethod method, BodyLease body)
    {
        var trace = new CallTrace(traces, Encoding.ASCII.GetString(call.Method.Span), time);
        CallTrace.Enter(trace);
        string? failure = "internal_error";
        try
        {
            var answer = await WalkAsync(call, method, body);
            failure = answer.StatusCode == StatusCodes.Status200OK
                ? null : answer.StatusCode.ToString(CultureInfo.InvariantCulture);
            return answer;
        }
        finally
        {
            trace.End(failure);
        }
    }

    private async Task<JsonRpcAnswer> AskLocalAsync(JsonRpcCall call)
    {
        var request = new UpstreamRequest(
            UpstreamMethod.PassThrough, JsonSplice.Of(call.Raw), Deadline.After(time, timeouts.PassThrough));
        return LocalAnswers.From(await local.Other.SendAsync(request, CancellationToken.None), call);
    }
}
