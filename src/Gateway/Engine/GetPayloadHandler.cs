using System.Buffers;
using System.Text;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>The getPayload walk (docs/life-of-getpayload.md).</summary>
/// <remarks>
/// In this order: the local block, if it exists, is answered in time whatever else fails; a builder's block is answered
/// only after local said VALID to it; one payload id has one answer.
/// The walk does not end when its caller goes away: the answer it finds is the one the caller gets when it asks again.
/// </remarks>
internal sealed class GetPayloadHandler(
    LocalClients local,
    BuilderCandidates candidates,
    IBuildStore store,
    UnfinishedBlock unfinished,
    ISelectionPolicy policy,
    ExecutionModeSwitch mode,
    BlockReport report,
    OffPathWork offPath,
    LocalTimeouts timeouts,
    TimeProvider time)
{
    /// <summary>Answers one getPayload.</summary>
    /// <param name="call">The caller's request; its bytes must stay valid until the answer is there.</param>
    /// <param name="version">The version in the method's name.</param>
    public async Task<JsonRpcAnswer> HandleAsync(JsonRpcCall call, int version)
    {
        if (!TryReadId(call, out var id))
        {
            // Local says what is wrong with it. Nothing is remembered: two of these are not the same build.
            return LocalAnswers.From(await AskLocalAsync(call), call);
        }

        if (await store.FindAsync(id, CancellationToken.None) is not { } build)
        {
            return await AnswerUnknownAsync(call, version, id);
        }

        CallTrace.Current?.IsFor(id, build.Parent);

        // (1) One at a time: a repeated call finds the first one's answer.
        await build.Gate.WaitAsync();
        try
        {
            return build.Decision is { } decision
                ? await AnswerAgainAsync(build, decision, call, version)
                : await AnswerFirstAsync(build, call, version);
        }
        finally
        {
            unfinished.Answered(build);
            build.Gate.Release();
        }
    }

    private async Task<JsonRpcAnswer> AnswerFirstAsync(Build build, JsonRpcCall call, int version)
    {
        var started = time.GetTimestamp();
        build.Trace.Begun(started);
        var executionMode = mode.Current;

        // (2) Ask both at the same time. The builder may spend its share, never lose us the local block. Its request is
        // sent first where nothing has to be waited for: the walk waits for its answer, and local, once asked, often gets
        // the processor that this thread was on.
        var askLocalOnce = new Lazy<Task<UpstreamReply>>(() => NoteAsync(build.Trace, AskLocalAsync(call)));
        var askingBuilder = candidates.AskAsync(build, version, executionMode, () => _ = askLocalOnce.Value);
        var localTask = askLocalOnce.Value;
        using var candidate = await askingBuilder;

        // (3)-(4) Whoever is usable has been checked against the attributes and found VALID by local.
        var needsLocal = policy.NeedsLocal || build.IsProbe || candidate.LacksBeaconRootOf(build.Attributes);
        if (candidate.IsUsable && !needsLocal && executionMode == ExecutionMode.Enabled)
        {
            // Not before the answer, and not on the thread that waits for the next call: it reads all of local's block.
            var builderFields = candidate.Envelope!.Fields;
            AfterAnswer.Do(() => offPath.TryRun(() => Task.Run(() => CompareLaterAsync(build, localTask, builderFields))));
            return await AnswerBuilderAsync(build, candidate, call, version, started);
        }

        var localReply = await localTask;
        var localEnvelope = PayloadEnvelope.TryRead(localReply.Bytes);
        if (localEnvelope is null)
        {
            if (candidate.IsUsable && executionMode == ExecutionMode.Enabled)
            {
                // (7) A valid builder block is better than local's error, and nothing else is.
                localReply.Dispose();
                return await AnswerBuilderAsync(build, candidate, call, version, started);
            }

            report.NoBlock(build, candidate.Reason, localReply.Failure);
            return LocalAnswers.From(localReply, call);
        }

        report.Compared(build, candidate.Envelope?.Fields, localEnvelope.Fields);

        // (5) Select.
        var reason = Select(build, candidate, localEnvelope, executionMode);
        if (reason == FallbackReason.None)
        {
            localReply.Dispose();
            return await AnswerBuilderAsync(build, candidate, call, version, started);
        }

        // (6) Fix the decision, then answer local's own bytes.
        var decision = Decision.For(PayloadSource.Local, reason, localEnvelope.Fields, version);
        var payload = new AnsweredPayload(localReply.Body!.Share(), localEnvelope.Result);
        build.Trace.DecisionBegun(time.GetTimestamp());
        if (await store.DecideAsync(build, decision, payload, CancellationToken.None) is var winner && winner != decision)
        {
            localReply.Dispose();
            return await AnswerAgainAsync(build, winner, call, version);
        }

        report.Answered(build, decision, reason, time.GetElapsedTime(started));
        return LocalAnswers.From(localReply, call);
    }

    /// <summary>Why the local block is answered although there may be a builder's; None if the builder's is.</summary>
    private FallbackReason Select(
        Build build, BuilderCandidate candidate, PayloadEnvelope localEnvelope, ExecutionMode executionMode)
    {
        if (!candidate.IsUsable)
        {
            return candidate.Reason;
        }

        if (localEnvelope.ParentBeaconBlockRoot is not null && candidate.LacksBeaconRootOf(build.Attributes))
        {
            return FallbackReason.AttributesMismatch;
        }

        if (executionMode == ExecutionMode.DryRun)
        {
            return FallbackReason.DryRun;
        }

        if (build.IsProbe)
        {
            return FallbackReason.BreakerProbe;
        }

        var forced = JsonTokens.Count(build.Attributes.Transactions);
        var source = policy.Select(localEnvelope.Fields, candidate.Envelope!.Fields, forced);
        return source == PayloadSource.Builder ? FallbackReason.None : FallbackReason.Policy;
    }

    private async Task<JsonRpcAnswer> AnswerBuilderAsync(
        Build build, BuilderCandidate candidate, JsonRpcCall call, int version, long started)
    {
        var envelope = candidate.Envelope!;
        var decision = Decision.For(PayloadSource.Builder, FallbackReason.None, envelope.Fields, version);
        var payload = new AnsweredPayload(candidate.Lease!.Share(), envelope.Result);
        build.Trace.DecisionBegun(time.GetTimestamp());
        if (await store.DecideAsync(build, decision, payload, CancellationToken.None) is var winner && winner != decision)
        {
            return await AnswerAgainAsync(build, winner, call, version);
        }

        report.Answered(build, decision, FallbackReason.None, time.GetElapsedTime(started));
        return JsonRpcAnswer.Result(call.Id, envelope.Result, candidate.Lease.Share());
    }

    /// <summary>The same block as the first time: op-node asks again after a failed conductor commit.</summary>
    private async Task<JsonRpcAnswer> AnswerAgainAsync(Build build, Decision decision, JsonRpcCall call, int version)
    {
        var payload = store.FindPayload(build);
        if (payload is not null && version == decision.GetPayloadVersion)
        {
            report.AnsweredAgain(build, decision);
            return JsonRpcAnswer.Result(call.Id, payload.Result, payload.Lease);
        }

        if (payload is null && await TryAnswerForeignAsync(build, decision, call, version) is { } foreign)
        {
            return foreign;
        }

        using (payload)
        {
            return await AnswerAgainFromSourceAsync(build, decision, payload, call, version);
        }
    }

    /// <summary>The block that another gateway answered, once local has called it VALID; null if it cannot be had.</summary>
    private async Task<JsonRpcAnswer?> TryAnswerForeignAsync(
        Build build, Decision decision, JsonRpcCall call, int version)
    {
        if (version != decision.GetPayloadVersion
            || await store.FetchPayloadAsync(build, decision, CancellationToken.None) is not { } payload)
        {
            return null;
        }

        using (payload)
        {
            if (!await candidates.MayBeAnsweredAsync(build, decision, payload))
            {
                return null;
            }

            store.Keep(build, payload.Share());
            report.AnsweredAgain(build, decision);
            return JsonRpcAnswer.Result(call.Id, payload.Result, payload.Lease.Share());
        }
    }

    /// <summary>
    /// Another version than the first time, or bytes that have aged out: whoever made the block is asked for it, and no
    /// other block may go out as long as the decided one can be had.
    /// </summary>
    private async Task<JsonRpcAnswer> AnswerAgainFromSourceAsync(
        Build build, Decision decision, AnsweredPayload? payload, JsonRpcCall call, int version)
    {
        var localReply = await AskLocalAsync(call);
        var envelope = PayloadEnvelope.TryRead(localReply.Bytes);
        if (envelope?.Fields.BlockHash == decision.BlockHash || (envelope is null && payload is not null))
        {
            // The decided block, or what local says of this version of the method.
            return LocalAnswers.From(localReply, call);
        }

        if (payload is not null)
        {
            localReply.Dispose();
            return JsonRpcAnswer.Result(call.Id, payload.Result, payload.Lease.Share());
        }

        using var candidate = await candidates.AskAsync(build, version, mode.Current);
        if (candidate.IsUsable && candidate.Envelope!.Fields.BlockHash == decision.BlockHash)
        {
            localReply.Dispose();
            return JsonRpcAnswer.Result(call.Id, candidate.Envelope.Result, candidate.Lease!.Share());
        }

        if (envelope is not null)
        {
            // Whatever turns up of the decided block later: the caller has this one now.
            report.Conflict(build, decision, envelope.Fields.BlockHash);
            store.Replace(
                build,
                Decision.For(PayloadSource.Local, decision.Reason, envelope.Fields, version),
                new AnsweredPayload(localReply.Body!.Share(), envelope.Result));
        }

        return LocalAnswers.From(localReply, call);
    }

    private async Task<JsonRpcAnswer> AnswerUnknownAsync(JsonRpcCall call, int version, PayloadId id)
    {
        var started = time.GetTimestamp();
        var reply = await AskLocalAsync(call);
        if (PayloadEnvelope.TryRead(reply.Bytes) is not { } envelope)
        {
            return LocalAnswers.From(reply, call);
        }

        // Another gateway may know this build and only have been unable to tell: this is its answer, too.
        var build = OpenUnknown(id, envelope.Fields.ParentHash ?? BlockHash.Zero);
        CallTrace.Current?.IsFor(id, build.Parent);
        await build.Gate.WaitAsync();
        try
        {
            NoteLocal(build.Trace, started, envelope.Fields);
            var decision = Decision.For(PayloadSource.Local, FallbackReason.UnknownBuild, envelope.Fields, version);
            var payload = new AnsweredPayload(reply.Body!.Share(), envelope.Result);
            if (await store.DecideAsync(build, decision, payload, CancellationToken.None) is var winner
                && winner != decision)
            {
                reply.Dispose();
                return await AnswerAgainAsync(build, winner, call, version);
            }

            report.Answered(build, decision, FallbackReason.UnknownBuild, time.GetElapsedTime(started));
            return LocalAnswers.From(reply, call);
        }
        finally
        {
            build.Gate.Release();
        }
    }

    private Build OpenUnknown(PayloadId id, BlockHash parent)
    {
        var digest = BuildDigests.Of(parent, Encoding.ASCII.GetBytes($"unknown {id}"));
        var build = store.Open(digest, () => new Build(digest, parent, new PayloadAttributes()) { IsUnknown = true });
        store.Name(build, id);
        return build;
    }

    /// <remarks>Sends a copy of the few bytes: a builder's answer may go out, and end the call, before local is done.</remarks>
    private Task<UpstreamReply> AskLocalAsync(JsonRpcCall call) => local.Engine.SendAsync(
        new UpstreamRequest(
            UpstreamMethod.GetPayload, JsonSplice.Of(call.Raw.ToArray()), Deadline.After(time, timeouts.Engine), RetryOnce: true),
        CancellationToken.None);

    private async Task<UpstreamReply> NoteAsync(BlockTrace trace, Task<UpstreamReply> localTask)
    {
        var reply = await localTask;
        trace.LocalAnswered(time.GetTimestamp());
        return reply;
    }

    private void NoteLocal(BlockTrace trace, long started, PayloadFields fields)
    {
        var now = time.GetTimestamp();
        trace.Begun(started);
        trace.LocalAnswered(now);
        trace.LocalHas(fields);
        trace.DecisionBegun(now);
    }

    private async Task CompareLaterAsync(Build build, Task<UpstreamReply> localTask, PayloadFields builder)
    {
        using var reply = await localTask;
        if (PayloadEnvelope.TryRead(reply.Bytes) is { } envelope)
        {
            report.Compared(build, builder, envelope.Fields);
        }
    }

    private static bool TryReadId(JsonRpcCall call, out PayloadId id)
    {
        id = default;
        if (call.Params.IsEmpty)
        {
            return false;
        }

        var reader = JsonSlices.Reader(call.Params);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray || Quantity.ReadNextPayloadId(ref reader) is not { } read)
        {
            return false;
        }

        id = read;
        return true;
    }
}
