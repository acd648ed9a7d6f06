using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Engine;

/// <summary>Tells metrics, health and the log how a block came about.</summary>
internal sealed partial class BlockReport(
    GatewayMetrics metrics, HealthState health, BlockFeed feed, TimeProvider time, ILogger<BlockReport> logger)
{
    /// <summary>A build was answered for the first time.</summary>
    /// <param name="build">The build.</param>
    /// <param name="decision">Its answer.</param>
    /// <param name="builderOutcome">How the builder fared, whatever was answered.</param>
    /// <param name="elapsed">From the call to the decision.</param>
    public void Answered(Build build, Decision decision, FallbackReason builderOutcome, TimeSpan elapsed)
    {
        RecordBuilder(builderOutcome);
        metrics.BlockDecided(decision.Source, decision.Reason);
        metrics.GetPayloadAnswered(decision.Source, elapsed);
        Trace(decision, isRepeated: false);
        Log.BlockAnswered(
            logger, decision.BlockNumber, decision.BlockHash, decision.Source, decision.Reason, build.Id,
            decision.TransactionCount, decision.GasUsed, elapsed.TotalMilliseconds);
        build.Trace.Decided(time.GetTimestamp());
        Post(build, decision);
    }

    /// <summary>A build was answered once more, with the same block.</summary>
    public void AnsweredAgain(Build build, Decision decision)
    {
        Trace(decision, isRepeated: true);
        Log.BlockAnsweredAgain(logger, decision.BlockNumber, decision.BlockHash, decision.Source, build.Id);
    }

    /// <summary>Neither side has a block.</summary>
    public void NoBlock(Build build, FallbackReason builderOutcome, UpstreamFailure localFailure)
    {
        RecordBuilder(builderOutcome);
        Log.NoBlock(logger, build.Id, localFailure, builderOutcome);
    }

    /// <summary>Another block than the decided one had to go out, because the decided one cannot be had any more.</summary>
    public void Conflict(Build build, Decision decision, BlockHash? answered) =>
        Log.AnswerConflict(logger, build.Id, decision.BlockHash, answered);

    /// <summary>Both sides' blocks for one build are known.</summary>
    public void Compared(Build build, PayloadFields? builder, PayloadFields local)
    {
        build.Trace.LocalHas(local);
        if (build is { Trace.IsTold: true, Decision: { } decision })
        {
            Post(build, decision);
        }

        if (builder is not null)
        {
            metrics.BlocksCompared(
                (long)builder.GasUsed!.Value - (long)local.GasUsed!.Value, builder.TransactionCount - local.TransactionCount);
        }
    }

    private static void Trace(Decision decision, bool isRepeated) => CallTrace.Current?.Decided(
        decision.Source, decision.Reason, decision.BlockHash, decision.BlockNumber, decision.TransactionCount,
        decision.GasUsed, isRepeated);

    private void Post(Build build, Decision decision) => feed.Post(new BlockSummary(
        "", build.Id, decision.BlockNumber, decision.BlockHash, decision.Source, decision.Reason, time.GetUtcNow(),
        build.Trace.Local, build.Trace.Builder, build.Trace.ToTimes(time)));

    private void RecordBuilder(FallbackReason outcome)
    {
        if (outcome == FallbackReason.None)
        {
            health.BuilderDelivered();
        }
        else
        {
            health.BuilderMissed(outcome);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Information,
            "Block {BlockNumber} {BlockHash} from {Source} ({Reason}) for {PayloadId}: {Transactions} transactions, " +
            "{GasUsed} gas, {ElapsedMs:0.0} ms.")]
        public static partial void BlockAnswered(
            ILogger logger, ulong blockNumber, BlockHash blockHash, PayloadSource source, FallbackReason reason,
            PayloadId? payloadId, int transactions, ulong gasUsed, double elapsedMs);

        [LoggerMessage(3102, LogLevel.Debug, "Block {BlockNumber} {BlockHash} from {Source} answered again for {PayloadId}.")]
        public static partial void BlockAnsweredAgain(
            ILogger logger, ulong blockNumber, BlockHash blockHash, PayloadSource source, PayloadId? payloadId);

        [LoggerMessage(3103, LogLevel.Error,
            "No block for {PayloadId}: local failed ({LocalFailure}) and the builder has none ({BuilderOutcome}).")]
        public static partial void NoBlock(
            ILogger logger, PayloadId? payloadId, UpstreamFailure localFailure, FallbackReason builderOutcome);

        [LoggerMessage(3104, LogLevel.Error,
            "Block {DecidedHash} was answered for {PayloadId} before and cannot be had any more; now it is {AnsweredHash}.")]
        public static partial void AnswerConflict(
            ILogger logger, PayloadId? payloadId, BlockHash decidedHash, BlockHash? answeredHash);
    }
}
