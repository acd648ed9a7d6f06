using Sidecar.Contracts.Builders;

namespace Sidecar.Gateway.Page.Api;

/// <summary>One builder, as this gateway sees it.</summary>
/// <param name="BuilderId">Its name.</param>
/// <param name="Sync">Whether it follows the chain.</param>
/// <param name="Breaker">The breaker over it; null while the cluster has not told.</param>
/// <param name="Writer">The gateway that writes to it; null if there is none.</param>
/// <param name="IsWriterHere">Whether that is this one.</param>
/// <param name="Head">Its newest block.</param>
/// <param name="LocalHead">Local's newest block.</param>
/// <param name="BlocksBehind">Blocks from its head to local's; below zero if it is ahead; null if one is not known.</param>
/// <param name="Lane">What waits to be sent to it.</param>
/// <param name="Score">How it did in the last blocks.</param>
/// <param name="History">The same, over time, oldest first.</param>
internal sealed record BuilderStatus(
    string BuilderId, BuilderSyncState Sync, BreakerState? Breaker, WriterLease? Writer, bool IsWriterHere,
    HeadView? Head, HeadView? LocalHead, long? BlocksBehind, LaneView Lane, ScoreView Score,
    IReadOnlyList<ScoreView> History);
