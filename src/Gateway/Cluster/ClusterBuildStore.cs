using System.Buffers;
using System.Text;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>Builds and answers that all gateways of the chain share; this process's memory comes first.</summary>
/// <remarks>
/// Memory answers whatever it knows. Grains are told off the reply path, asked only for what memory does not know, and
/// consulted before an answer so that a payload id has one answer whoever gives it. If they do not answer in time, the
/// walk goes on with memory alone.
/// </remarks>
internal sealed partial class ClusterBuildStore(
    MemoryBuildStore memory,
    ClusterClient cluster,
    ClusterIdentity identity,
    Outbox outbox,
    IPayloadBytes bytes,
    PayloadWriter writer,
    OffPathWork offPath,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<ClusterBuildStore> logger) : IBuildStore
{
    public Build Open(BuildDigest digest, Func<Build> create) => memory.Open(digest, create);

    public void Name(Build build, PayloadId id)
    {
        var isNew = build.Id != id;
        memory.Name(build, id);
        if (isNew && !build.IsUnknown && IsShared(build))
        {
            var message = build.ToMessage(identity.GatewayId, time.GetUtcNow());
            outbox.Add(ClusterCall.Open, cluster.Payload(id).Call((grain, token) => grain.Open(message, token)));
            offPath.TryRun(() => RecordBuilderAsync(build, id));
        }
    }

    public async ValueTask<Build?> FindAsync(PayloadId id, CancellationToken cancellationToken)
    {
        if (await memory.FindAsync(id, cancellationToken) is { } known)
        {
            return known;
        }

        // Without an answer this would be local's block, and maybe not the one that was answered elsewhere.
        var reply = await cluster.AskThroughHiccupAsync(
            ClusterCall.Find, cluster.Payload(id).Call((grain, token) => grain.Find(token)));
        if (reply.Value is not { } record || (record.Build.Attributes is null && record.Decision is null))
        {
            return null;
        }

        var build = memory.Open(record.Build.Digest, () => ToBuild(record));
        build.JoinBuilder(BuilderOf(record));
        memory.Name(build, id);
        Log.BuildFound(logger, id, record.Build.OpenedBy);
        return build;
    }

    public async ValueTask<Decision> DecideAsync(
        Build build, Decision proposed, AnsweredPayload payload, CancellationToken cancellationToken)
    {
        if (!IsShared(build) || build.Id is not { } id)
        {
            return await memory.DecideAsync(build, proposed, payload, cancellationToken);
        }

        var ours = memory.Decide(build, proposed);
        if (ours != proposed)
        {
            payload.Dispose();
            return ours;
        }

        // Small ones are written beside the question: a gateway that is killed right after its answer leaves them.
        var isSmall = payload.Lease.Length <= ClusterLimits.SmallPayloadBytes;
        if (isSmall)
        {
            writer.Add(KeyOf(id, ours), payload.Share());
        }

        var winner = await AgreeAsync(build, id, ours);
        if (winner == ours)
        {
            if (!isSmall)
            {
                writer.Add(KeyOf(id, ours), payload.Share());
            }

            memory.Keep(build, payload);
        }
        else
        {
            payload.Dispose();
        }

        return winner;
    }

    public void Keep(Build build, AnsweredPayload payload) => memory.Keep(build, payload);

    public void Replace(Build build, Decision decision, AnsweredPayload payload) =>
        memory.Replace(build, decision, payload);

    public AnsweredPayload? FindPayload(Build build) => memory.FindPayload(build);

    public async ValueTask<AnsweredPayload?> FetchPayloadAsync(
        Build build, Decision decision, CancellationToken cancellationToken)
    {
        if (!IsShared(build) || build.Id is not { } id)
        {
            return null;
        }

        var key = KeyOf(id, decision);
        using var overdue = new CancellationTokenSource(ClusterLimits.FetchMax, time);
        try
        {
            // Written by its gateway right after the answer: it may be on its way.
            BodyLease? lease;
            while ((lease = await bytes.ReadAsync(key, overdue.Token)) is null)
            {
                await Task.Delay(ClusterLimits.FetchStep, time, overdue.Token);
            }

            return new AnsweredPayload(lease, lease.Bytes);
        }
        catch (OperationCanceledException)
        {
            Log.PayloadNotFound(logger, id, decision.BlockHash);
            return null;
        }
    }

    public bool WasAnsweredForAnother(BlockHash blockHash, Build build) => memory.WasAnsweredForAnother(blockHash, build);

    /// <summary>Lets the cluster fix the answer. Ours stands if the cluster does not tell in time.</summary>
    private async ValueTask<Decision> AgreeAsync(Build build, PayloadId id, Decision ours)
    {
        var reference = build.ToReference(identity.GatewayId, time.GetUtcNow());
        var message = ours.ToMessage(identity.GatewayId, time.GetUtcNow());
        var reply = await cluster.AskAsync(
            ClusterCall.Decide,
            cluster.Payload(id).Call((grain, token) => grain.Decide(reference, message, token)));
        if (reply.Value is not { } winner)
        {
            metrics.DecidedAlone();
            outbox.Add(ClusterCall.Decide, token => TellDecisionAsync(id, reference, message, token));
            return ours;
        }

        if (winner.BlockHash == ours.BlockHash)
        {
            return ours;
        }

        Log.DecisionOverruled(logger, id, winner.BlockHash, winner.GatewayId, ours.BlockHash);
        metrics.DecisionOverruled();
        var decision = winner.ToDecision();
        memory.Overrule(build, decision);
        return decision;
    }

    /// <summary>A build without the transaction pool comes out the same at every client: there is nothing to agree on.</summary>
    private bool IsShared(Build build) =>
        identity.IsShared && identity.ChainId is not null && !build.Attributes.NoTxPool;

    private PayloadKey KeyOf(PayloadId id, Decision decision) => new(identity.ChainId!.Value, id, decision.BlockHash);

    private async Task RecordBuilderAsync(Build build, PayloadId id)
    {
        var run = (await build.Builder).ToMessage(identity);
        var reference = build.ToReference(identity.GatewayId, time.GetUtcNow());
        outbox.Add(
            ClusterCall.RecordBuilder,
            cluster.Payload(id).Call((grain, token) => grain.RecordBuilder(reference, run, token)));
    }

    private async Task TellDecisionAsync(
        PayloadId id, PayloadBuild reference, PayloadDecision ours, CancellationToken cancellationToken)
    {
        var winner = await cluster.Payload(id).CallAsync(
            (grain, token) => grain.Decide(reference, ours, token), cancellationToken);
        if (winner.BlockHash != ours.BlockHash)
        {
            metrics.AnswerConflicted();
            Log.AnswersConflict(logger, id, ours.BlockHash, winner.BlockHash, winner.GatewayId);
        }
    }

    private static Build ToBuild(PayloadRecord record)
    {
        var raw = Encoding.UTF8.GetBytes(record.Build.Attributes ?? "{}");
        return new Build(
            record.Build.Digest, record.Build.Parent, PayloadAttributes.Read(new ReadOnlySequence<byte>(raw)))
        {
            RawAttributes = raw,
            Decision = record.Decision?.ToDecision(),
        };
    }

    private BuilderBuild BuilderOf(PayloadRecord record)
    {
        var run = record.Builders.Find(run => run.BuilderId == identity.BuilderId);
        return run switch
        {
            { PayloadId: { } id } => BuilderBuild.Started(id, run.IsProbe),
            { Failure: var failure } and not { Failure: FallbackReason.None } =>
                BuilderBuild.Failed(ClusterMessages.Known(failure)),
            _ => BuilderBuild.Failed(FallbackReason.BuilderNoPayloadId),
        };
    }

    private static partial class Log
    {
        [LoggerMessage(5020, LogLevel.Information, "Build {PayloadId} was opened by {GatewayId} and goes on here.")]
        public static partial void BuildFound(ILogger logger, PayloadId payloadId, string gatewayId);

        [LoggerMessage(5021, LogLevel.Warning,
            "{PayloadId} was answered with {WinnerHash} by {GatewayId}: that block is answered here too, not {OurHash}.")]
        public static partial void DecisionOverruled(
            ILogger logger, PayloadId payloadId, BlockHash winnerHash, string gatewayId, BlockHash ourHash);

        [LoggerMessage(5022, LogLevel.Error,
            "{PayloadId} was answered with {OurHash} while the cluster was away, and with {WinnerHash} by {GatewayId}.")]
        public static partial void AnswersConflict(
            ILogger logger, PayloadId payloadId, BlockHash ourHash, BlockHash winnerHash, string gatewayId);

        [LoggerMessage(5023, LogLevel.Warning, "The answer to {PayloadId}, {BlockHash}, is not in Redis.")]
        public static partial void PayloadNotFound(ILogger logger, PayloadId payloadId, BlockHash blockHash);
    }
}
