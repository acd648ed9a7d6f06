using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Gateway.Page.Api;

/// <summary>A block that was answered.</summary>
/// <param name="Key">Names this entry; the same for what is learnt of it later.</param>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="PayloadId">Its build.</param>
/// <param name="GatewayId">The gateway that answered it.</param>
/// <param name="At">When.</param>
/// <param name="Source">Who made it.</param>
/// <param name="Reason">Why it is local's, if it is.</param>
/// <param name="Local">Local's block.</param>
/// <param name="Builder">The builder's, good or not.</param>
/// <param name="TotalMs">From the getPayload to the decision.</param>
/// <param name="Stages">Where the time went.</param>
internal sealed record BlockView(
    string Key, ulong Number, BlockHash Hash, PayloadId? PayloadId, string GatewayId, DateTimeOffset At,
    PayloadSource Source, FallbackReason Reason, BlockSide? Local, BlockSide? Builder, double? TotalMs,
    IReadOnlyList<StageView> Stages)
{
    public static BlockView From(BlockSummary block)
    {
        var times = block.Times;
        var stages = new List<StageView>(6);
        Add(stages, StageName.LocalForkchoice, StagePhase.Start, 0, times.LocalForkchoice);
        Add(stages, StageName.BuilderAcknowledged, StagePhase.Start, 0, times.BuilderAcknowledged);
        Add(stages, StageName.LocalPayload, StagePhase.Answer, 0, times.LocalPayload);
        Add(stages, StageName.BuilderPayload, StagePhase.Answer, times.BuilderAsked, times.BuilderPayload);
        Add(stages, StageName.Validation, StagePhase.Answer, times.BuilderPayload, times.Validated);
        Add(stages, StageName.Decision, StagePhase.Answer, times.DecisionBegun, times.Decided);
        return new(
            $"{block.GatewayId}/{block.PayloadId}/{block.Hash}", block.Number, block.Hash, block.PayloadId,
            block.GatewayId, block.At, block.Source, block.Reason, block.Local, block.Builder, Ms(times.Decided), stages);
    }

    private static void Add(List<StageView> stages, StageName name, StagePhase phase, long? start, long? end)
    {
        if (start is { } from && end is { } to)
        {
            stages.Add(new StageView(name, phase, from / 1000.0, Math.Max(0, to - from) / 1000.0));
        }
    }

    private static double? Ms(long? micros) => micros / 1000.0;
}
