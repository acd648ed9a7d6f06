namespace Sidecar.Contracts.Payloads;

/// <summary>Which block was answered for a build. Made once.</summary>
/// <param name="Source">Who made the block.</param>
/// <param name="Reason">Why it is the local one, if it is.</param>
/// <param name="BlockHash">The block.</param>
/// <param name="BlockNumber">Its number.</param>
/// <param name="GasUsed">Its gas.</param>
/// <param name="TransactionCount">Its transactions, forced ones included.</param>
/// <param name="GetPayloadVersion">The method version whose envelope was answered.</param>
/// <param name="GatewayId">The gateway that decided.</param>
/// <param name="DecidedAt">When.</param>
[GenerateSerializer, Immutable, Alias("sidecar.PayloadDecision")]
public sealed record PayloadDecision(
    [property: Id(0)] PayloadSource Source,
    [property: Id(1)] FallbackReason Reason,
    [property: Id(2)] BlockHash BlockHash,
    [property: Id(3)] ulong BlockNumber,
    [property: Id(4)] ulong GasUsed,
    [property: Id(5)] int TransactionCount,
    [property: Id(6)] int GetPayloadVersion,
    [property: Id(7)] string GatewayId,
    [property: Id(8)] DateTimeOffset DecidedAt);
