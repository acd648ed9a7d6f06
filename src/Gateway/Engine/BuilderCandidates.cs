using System.Buffers;
using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>Gets a builder's block and puts it through every check, within the builder's share of the time.</summary>
internal sealed partial class BuilderCandidates(
    LocalClients local,
    BuilderClients builders,
    IBuildStore store,
    IBuilderGate gate,
    OffPathWork offPath,
    BuilderTimeouts timeouts,
    TimeProvider time,
    ILogger<BuilderCandidates> logger)
{
    /// <summary>Asks for the block of a build. Never throws; always over when the builder's share is used up.</summary>
    /// <param name="build">The build.</param>
    /// <param name="version">The caller's getPayload version, used with the builder too.</param>
    /// <param name="mode">The execution mode of this walk.</param>
    /// <param name="meanwhile">As <see cref="UpstreamRequest.Meanwhile"/>; not called where the builder is not asked.</param>
    public async Task<BuilderCandidate> AskAsync(Build build, int version, ExecutionMode mode, Action? meanwhile = null)
    {
        try
        {
            var candidate = await AskCoreAsync(build, version, mode, meanwhile);
            if (build.IsBuilderAsked && mode != ExecutionMode.Disabled)
            {
                gate.Ended(build.Digest, candidate.Reason);
            }

            return candidate;
        }
        catch (Exception e)
        {
            // Whatever breaks on the builder's side, local's block goes out: hence a catch-all here.
            Log.CandidateBroke(logger, build.Id, e);
            return BuilderCandidate.None(FallbackReason.InternalError);
        }
    }

    /// <summary>
    /// Whether bytes that another gateway answered may be answered here: they are the decided block, and local calls it
    /// VALID. Within the builder's share of the time.
    /// </summary>
    public async Task<bool> MayBeAnsweredAsync(Build build, Decision decision, AnsweredPayload payload)
    {
        var envelope = PayloadEnvelope.TryReadResult(payload.Result);
        if (envelope is null || envelope.Fields.BlockHash != decision.BlockHash
            || EngineMethod.NewPayloadVersionFor(decision.GetPayloadVersion) == 0)
        {
            return false;
        }

        var verdict = await ValidateAsync(
            build, decision.GetPayloadVersion, envelope, Deadline.After(time, timeouts.Share));
        return verdict == FallbackReason.None;
    }

    private async Task<BuilderCandidate> AskCoreAsync(
        Build build, int version, ExecutionMode mode, Action? meanwhile)
    {
        if (builders.Payload is not { } builder)
        {
            return BuilderCandidate.None(FallbackReason.NoBuilder);
        }

        if (mode == ExecutionMode.Disabled)
        {
            return BuilderCandidate.None(FallbackReason.ModeDisabled);
        }

        var deadline = Deadline.After(time, timeouts.Share);
        var started = await WaitForAcknowledgementAsync(build, deadline);
        if (started.PayloadId is not { } id)
        {
            FinishLater(builder, build, version, started.Failure);
            return BuilderCandidate.None(started.Failure);
        }

        if (EngineMethod.NewPayloadVersionFor(version) == 0)
        {
            FinishLater(builder, build, version, FallbackReason.UnknownVersion);
            return BuilderCandidate.None(FallbackReason.UnknownVersion);
        }

        var request = new UpstreamRequest(
            UpstreamMethod.GetPayload, GetPayloadRequest(version, id), deadline, RetryOnce: true, Meanwhile: meanwhile);
        return await AskWithIdAsync(builder, build, version, request);
    }

    private async Task<BuilderCandidate> AskWithIdAsync(
        IUpstreamClient builder, Build build, int version, UpstreamRequest request)
    {
        build.Trace.BuilderAsked(time.GetTimestamp());
        var reply = await builder.SendAsync(request, CancellationToken.None);
        build.Trace.BuilderAnswered(time.GetTimestamp());
        var kept = false;
        try
        {
            var (reason, envelope) = await CheckAsync(build, version, reply, request.Deadline);
            kept = reason == FallbackReason.None;
            return kept ? new BuilderCandidate(reason, envelope, reply.Body) : BuilderCandidate.None(reason);
        }
        finally
        {
            if (!kept)
            {
                reply.Dispose();
            }
        }
    }

    private async Task<(FallbackReason Reason, PayloadEnvelope? Envelope)> CheckAsync(
        Build build, int version, UpstreamReply reply, Deadline deadline)
    {
        if (reply.Failure != UpstreamFailure.None)
        {
            return (BuilderFailures.ToReason(reply.Failure), null);
        }

        if (PayloadEnvelope.TryRead(reply.Bytes) is not { } envelope)
        {
            var isError = RpcResponse.TryRead(reply.Bytes, out var response) && !response.HasResult;
            return (isError ? FallbackReason.BuilderError : FallbackReason.BuilderMalformed, null);
        }

        build.Trace.BuilderHas(envelope.Fields);
        var mismatch = AttributesCheck.Check(envelope, build.Parent, build.Attributes);
        if (mismatch != AttributesMismatch.None)
        {
            Log.BuilderPayloadMismatched(logger, build.Id, envelope.Fields.BlockHash, mismatch);
            return (FallbackReason.AttributesMismatch, null);
        }

        if (store.WasAnsweredForAnother(envelope.Fields.BlockHash!.Value, build))
        {
            return (FallbackReason.DuplicateBlock, null);
        }

        var verdict = await ValidateAsync(build, version, envelope, deadline);
        build.Trace.Validated(time.GetTimestamp());
        return (verdict, envelope);
    }

    /// <summary>Puts the builder's bytes to local, unparsed. Only VALID counts.</summary>
    private async Task<FallbackReason> ValidateAsync(
        Build build, int getPayloadVersion, PayloadEnvelope envelope, Deadline deadline)
    {
        var request = new UpstreamRequest(
            UpstreamMethod.Validate,
            NewPayloadRequest(EngineMethod.NewPayloadVersionFor(getPayloadVersion), build, envelope),
            deadline,
            RetryOnce: true);
        using var reply = await local.Direct.SendAsync(request, CancellationToken.None);
        if (reply.Failure != UpstreamFailure.None)
        {
            return FallbackReason.ValidationFailed;
        }

        var answer = StatusAnswer.Read(reply.Bytes);
        if (answer.Status == PayloadStatus.Valid)
        {
            return FallbackReason.None;
        }

        Log.BuilderPayloadNotValid(logger, build.Id, envelope.Fields.BlockHash, answer.Status);
        return answer.IsError ? FallbackReason.ValidationFailed : FallbackReason.NotValid;
    }

    private async Task<BuilderBuild> WaitForAcknowledgementAsync(Build build, Deadline deadline)
    {
        var acknowledgement = build.Builder;
        if (acknowledgement.IsCompleted)
        {
            return await acknowledgement;
        }

        try
        {
            return await acknowledgement.WaitAsync(deadline.Remaining, time);
        }
        catch (TimeoutException)
        {
            return BuilderBuild.Failed(FallbackReason.BuilderTimeout);
        }
    }

    /// <summary>A builder ends a job, and keeps its block, only when its payload is fetched (op-rbuilder).</summary>
    private void FinishLater(IUpstreamClient builder, Build build, int version, FallbackReason reason)
    {
        if (reason is FallbackReason.BuilderTimeout or FallbackReason.UnknownVersion)
        {
            offPath.TryRun(async () =>
            {
                if ((await build.Builder).PayloadId is { } id)
                {
                    var request = new UpstreamRequest(
                        UpstreamMethod.GetPayload, GetPayloadRequest(version, id), Deadline.After(time, timeouts.Relay));
                    (await builder.SendAsync(request, CancellationToken.None)).Dispose();
                }
            });
        }
    }

    private static JsonSplice GetPayloadRequest(int version, PayloadId id) =>
        JsonRpcText.Request(
            $"engine_getPayloadV{version}",
            new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes($"\"{id}\"")),
            default);

    private static JsonSplice NewPayloadRequest(int version, Build build, PayloadEnvelope envelope)
    {
        var method = $"engine_newPayloadV{version}";
        if (version < 3)
        {
            return JsonRpcText.Request(method, envelope.ExecutionPayload, default);
        }

        // Versioned hashes are always empty on OP: the attributes check refuses blobs.
        var root = build.Attributes.ParentBeaconBlockRoot ?? envelope.ParentBeaconBlockRoot ?? BlockHash.Zero;
        var others = $",[],\"{root}\"";
        if (version >= 4)
        {
            var requests = envelope.ExecutionRequests.IsEmpty
                ? "[]"
                : Encoding.UTF8.GetString(envelope.ExecutionRequests);
            others += $",{requests}";
        }

        return JsonRpcText.Request(method, envelope.ExecutionPayload, Encoding.UTF8.GetBytes(others));
    }

    private static partial class Log
    {
        [LoggerMessage(3203, LogLevel.Error, "The builder's side of getPayload broke for {PayloadId}.")]
        public static partial void CandidateBroke(ILogger logger, PayloadId? payloadId, Exception exception);

        [LoggerMessage(3201, LogLevel.Warning,
            "The builder's payload {BlockHash} for {PayloadId} does not fit the attributes: {Mismatch}.")]
        public static partial void BuilderPayloadMismatched(
            ILogger logger, PayloadId? payloadId, BlockHash? blockHash, AttributesMismatch mismatch);

        [LoggerMessage(3202, LogLevel.Warning,
            "Local did not accept the builder's payload {BlockHash} for {PayloadId}: {Status}.")]
        public static partial void BuilderPayloadNotValid(
            ILogger logger, PayloadId? payloadId, BlockHash? blockHash, PayloadStatus status);
    }
}
