using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>Which payload was answered for a payload id. Made once.</summary>
/// <param name="Source">Who made the block.</param>
/// <param name="Reason">Why it is the local one, if it is.</param>
/// <param name="BlockHash">The block.</param>
/// <param name="BlockNumber">Its number.</param>
/// <param name="GasUsed">Its gas.</param>
/// <param name="TransactionCount">Its transactions, forced ones included.</param>
/// <param name="GetPayloadVersion">The method version whose envelope was answered.</param>
internal sealed record Decision(
    PayloadSource Source,
    FallbackReason Reason,
    BlockHash BlockHash,
    ulong BlockNumber,
    ulong GasUsed,
    int TransactionCount,
    int GetPayloadVersion)
{
    public static Decision For(PayloadSource source, FallbackReason reason, PayloadFields fields, int version) =>
        new(source, reason, fields.BlockHash!.Value, fields.BlockNumber!.Value, fields.GasUsed!.Value,
            fields.TransactionCount, version);
}
