using System.Buffers;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>What the gateway's readers found, in the words of the oracles.</summary>
internal static class Located
{
    public static string Text(in ReadOnlySequence<byte> bytes) => Dom.Text(bytes.ToArray());

    public static string? Words(JsonRpcCall call) => !call.IsReadable
        ? null
        : DomRequest.Words(
            Text(call.Raw), Text(call.Id), System.Text.Encoding.UTF8.GetString(call.Method.Span), Text(call.Params),
            call.HasUnknownMembers);

    public static string Words(JsonRpcReadResult read) =>
        $"{read.Failure} {read.IsBatch} {Text(read.Id)}\n{string.Join('\n', read.Calls.Select(Words))}";

    public static string? Words(PayloadEnvelope? envelope) => envelope is null
        ? null
        : DomEnvelope.Words(
            Text(envelope.Result), Text(envelope.ExecutionPayload), Text(envelope.ExecutionRequests),
            envelope.ParentBeaconBlockRoot?.ToString(), envelope.HasBlobs, Words(envelope.Fields));

    public static string Words(StatusAnswer status) =>
        DomStatus.Words(status.Status.ToString(), status.PayloadId?.ToString(), status.IsError);

    public static string Words(PayloadAttributes attributes) => DomParameters.Words(
        DomParameters.Number(attributes.Timestamp), attributes.PrevRandao?.ToString(),
        attributes.ParentBeaconBlockRoot?.ToString(), DomParameters.Number(attributes.GasLimit),
        DomParameters.Number(attributes.Eip1559Params), DomParameters.Number(attributes.MinBaseFee),
        attributes.NoTxPool.ToString(), Text(attributes.SuggestedFeeRecipient), Text(attributes.Withdrawals),
        Text(attributes.Transactions));

    private static string Words(PayloadFields fields) => DomPayload.Words(
        [fields.BlockHash?.ToString(), fields.ParentHash?.ToString(), fields.PrevRandao?.ToString()],
        [fields.BlockNumber, fields.Timestamp, fields.GasLimit, fields.GasUsed],
        Text(fields.FeeRecipient), Text(fields.ExtraData), Text(fields.Withdrawals), Text(fields.Transactions),
        fields.TransactionCount);
}
