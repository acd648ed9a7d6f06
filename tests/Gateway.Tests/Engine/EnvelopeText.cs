using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>What was read, as text, to compare readings of differently split bodies.</summary>
internal static class EnvelopeText
{
    public static string Of(PayloadEnvelope? envelope) => envelope is null
        ? "none"
        : string.Join(
            '\n', envelope.Result.Text(), envelope.ExecutionPayload.Text(), envelope.ExecutionRequests.Text(),
            envelope.ParentBeaconBlockRoot, envelope.HasBlobs, Of(envelope.Fields));

    public static string Of(PayloadFields fields) => string.Join(
        '|', fields.BlockHash, fields.ParentHash, fields.PrevRandao, fields.BlockNumber, fields.Timestamp,
        fields.GasLimit, fields.GasUsed, fields.FeeRecipient.Text(), fields.Withdrawals.Text(),
        fields.Transactions.Text(), fields.TransactionCount, fields.AreComplete);

    public static string Of(PayloadAttributes attributes) => string.Join(
        '|', attributes.Timestamp, attributes.PrevRandao, attributes.SuggestedFeeRecipient.Text(),
        attributes.ParentBeaconBlockRoot, attributes.Withdrawals.Text(), attributes.Transactions.Text(),
        attributes.NoTxPool, attributes.GasLimit);
}
