using System.Buffers;
using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>The forkchoiceUpdated walk (docs/ARCHITECTURE.md): local's answer is the answer, and no builder is ever waited for.</summary>
internal sealed partial class ForkchoiceUpdatedHandler(
    LocalClients local,
    IBuilderRelay builder,
    IBuildStore store,
    UnfinishedBlock unfinished,
    LocalTimeouts timeouts,
    TimeProvider time,
    ILogger<ForkchoiceUpdatedHandler> logger)
{
    /// <summary>Answers one forkchoiceUpdated.</summary>
    /// <param name="call">The caller's request; its bytes must stay valid until the answer is there.</param>
    public async Task<JsonRpcAnswer> HandleAsync(JsonRpcCall call)
    {
        var started = time.GetTimestamp();

        // (1) Local first, at once.
        Build? build = null;
        var request = new UpstreamRequest(
            UpstreamMethod.ForkchoiceUpdated, JsonSplice.Of(call.Raw), Deadline.After(time, timeouts.Engine), RetryOnce: true);
        var reply = await local.AskAsync(request, () =>
        {
            build = TryHandToBuilder(call);
            build?.Trace.ForkchoiceBegun(started);
        });
        build?.Trace.LocalForkchoice(time.GetTimestamp());

        // (4) Local's payload id names the build.
        if (build is not null && StatusAnswer.Read(reply.Bytes) is { Status: PayloadStatus.Valid, PayloadId: { } id })
        {
            store.Name(build, id);
            unfinished.Began(build);
            CallTrace.Current?.IsFor(id, build.Parent);
        }

        return LocalAnswers.From(reply, call);
    }

    /// <summary>Whatever breaks on the builder's side, local's answer goes out: hence a catch-all here.</summary>
    private Build? TryHandToBuilder(JsonRpcCall call)
    {
        try
        {
            return HandToBuilder(call);
        }
        catch (Exception e)
        {
            Log.HandOverBroke(logger, e);
            return null;
        }
    }

    private Build? HandToBuilder(JsonRpcCall call)
    {
        // Only local may judge a shape that is not the specification's.
        if (!ForkchoiceUpdatedParams.TryRead(call.Params, out var parameters))
        {
            return null;
        }

        unfinished.HeadIs(parameters.HeadBlockHash);

        // (2) No attributes: boost sync.
        if (!parameters.HasAttributes)
        {
            CallTrace.Current?.IsFor(parameters.HeadBlockHash);
            builder.Follow(new ForkchoiceCall(call.Method, parameters.HeadBlockHash, parameters.StateSlice.ToArray()));
            return null;
        }

        // (3) Attributes: the builder starts at the same time as local.
        var raw = parameters.AttributesSlice.ToArray();
        var digest = BuildDigests.Of(parameters.HeadBlockHash, raw);
        var build = store.Open(
            digest,
            () => new Build(digest, parameters.HeadBlockHash, PayloadAttributes.Read(new ReadOnlySequence<byte>(raw)))
            {
                RawAttributes = raw,
            });
        StartAtBuilder(build, call, parameters);
        return build;
    }

    private void StartAtBuilder(Build build, JsonRpcCall call, in ForkchoiceUpdatedParams parameters)
    {
        var timestamp = build.Attributes.Timestamp ?? 0;
        var reason = builder.WhyNotBuild(build.Attributes.NoTxPool);
        if (reason != FallbackReason.None)
        {
            build.LeaveBuilderOut(reason);
            builder.LeaveOut(build.Digest, timestamp);
            return;
        }

        var request = new BuildCall(
            build.Digest,
            timestamp,
            new ForkchoiceCall(call.Method, parameters.HeadBlockHash, parameters.StateSlice.ToArray()),
            call.Raw.ToArray());
        build.AskBuilder(() => NoteAsync(build.Trace, builder.StartBuildAsync(request)));
    }

    private async Task<BuilderBuild> NoteAsync(BlockTrace trace, Task<BuilderBuild> asked)
    {
        var taken = await asked;
        trace.BuilderAcknowledged(time.GetTimestamp());
        return taken;
    }

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Error, "A forkchoiceUpdated could not be handed to the builder.")]
        public static partial void HandOverBroke(ILogger logger, Exception exception);
    }
}
