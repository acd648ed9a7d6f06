using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Page.Api;

/// <summary>How a builder did in some blocks.</summary>
/// <param name="From">When the first of them was decided on.</param>
/// <param name="Blocks">Blocks, those it was left out of included.</param>
/// <param name="Delivered">Its block was good, answered or not.</param>
/// <param name="Missed">It was asked and had no good block.</param>
/// <param name="MedianMs">Median time of its getPayload; null if it answered none.</param>
/// <param name="SlowestMs">The longest.</param>
internal sealed record ScoreView(
    DateTimeOffset From, int Blocks, int Delivered, int Missed, double? MedianMs, double? SlowestMs)
{
    /// <summary>Blocks that are one entry of a history.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>Entries of a history at most.</summary>
    private const int HistoryMax = 40;

    public static ScoreView Of(IReadOnlyCollection<BlockSummary> blocks, DateTimeOffset from)
    {
        var durations = blocks
            .Select(block => block.Times.BuilderPayload - block.Times.BuilderAsked)
            .OfType<long>().Order().ToList();
        return new(
            from,
            blocks.Count,
            blocks.Count(IsDelivered),
            blocks.Count(block => MissPolicy.IsMiss(block.Reason)),
            durations.Count == 0 ? null : durations[durations.Count / 2] / 1000.0,
            durations.Count == 0 ? null : durations[^1] / 1000.0);
    }

    /// <summary>The history of blocks, oldest first.</summary>
    public static IReadOnlyList<ScoreView> History(IReadOnlyCollection<BlockSummary> blocks) =>
    [
        .. blocks.GroupBy(block => block.At.UtcTicks / Step.Ticks)
            .OrderByDescending(group => group.Key).Take(HistoryMax).Reverse()
            .Select(group => Of([.. group], new DateTimeOffset(group.Key * Step.Ticks, TimeSpan.Zero))),
    ];

    private static bool IsDelivered(BlockSummary block) =>
        block.Source == PayloadSource.Builder || MissPolicy.ShowsGoodPayload(block.Reason);
}
