namespace Sidecar.Contracts.Blocks;

/// <summary>How a block came about: what an operator wants to see of it.</summary>
/// <param name="GatewayId">The gateway that answered it.</param>
/// <param name="PayloadId">Its build; null if local's name for it is not known.</param>
/// <param name="Number">Its number.</param>
/// <param name="Hash">The block.</param>
/// <param name="Source">Who made it.</param>
/// <param name="Reason">Why it is the local one, if it is.</param>
/// <param name="At">When it was decided on, by the gateway's clock.</param>
/// <param name="Local">Local's block; null if it was not there in time, or nobody waited for it.</param>
/// <param name="Builder">The builder's block, whether or not it was good; null if there was none.</param>
/// <param name="Times">Its stages.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BlockSummary")]
public sealed record BlockSummary(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] PayloadId? PayloadId,
    [property: Id(2)] ulong Number,
    [property: Id(3)] BlockHash Hash,
    [property: Id(4)] PayloadSource Source,
    [property: Id(5)] FallbackReason Reason,
    [property: Id(6)] DateTimeOffset At,
    [property: Id(7)] BlockSide? Local,
    [property: Id(8)] BlockSide? Builder,
    [property: Id(9)] BlockTimes Times)
{
    /// <summary>Whether this and another one are about the same answer; one of them may know more of it.</summary>
    public bool IsSameAs(BlockSummary other) =>
        other is not null && Hash == other.Hash && PayloadId == other.PayloadId && GatewayId == other.GatewayId;
}
