using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>The usual lies of a builder in its getPayload answer.</summary>
public static class PayloadLies
{
    /// <summary>Sets one field of the payload, self-consistently unless told otherwise.</summary>
    public static Fault Field(string name, JsonNode? value, Consistency consistency = Consistency.BlockHash) =>
        Fault.MutateEnvelope(envelope => Payload(envelope)[name] = value?.DeepClone(), consistency);

    public static Fault BlockHash() => Field("blockHash", Hex.Digest("another block"), Consistency.AsIs);

    public static Fault ParentHash(string? parentHash = null) =>
        Field("parentHash", parentHash ?? Hex.Digest("another parent"), Consistency.WholeBlock);

    public static Fault StateRoot() => Field("stateRoot", Hex.Digest("another state"));

    public static Fault PrevRandao() => Field("prevRandao", Hex.Digest("another randao"));

    public static Fault FeeRecipient() => Field("feeRecipient", "0x00000000000000000000000000000000000bad01");

    public static Fault GasLimit(ulong gasLimit = 60_000_000) => Field("gasLimit", Hex.Quantity(gasLimit));

    /// <summary>Moves the timestamp by so many seconds.</summary>
    public static Fault Timestamp(long secondsOff = 1) => Fault.MutateEnvelope(
        envelope =>
        {
            var timestamp = Convert.ToInt64((string)Payload(envelope)["timestamp"]!, 16);
            Payload(envelope)["timestamp"] = Hex.Quantity((ulong)(timestamp + secondsOff));
        },
        Consistency.BlockHash);

    public static Fault ParentBeaconBlockRoot() => Fault.MutateEnvelope(
        envelope => envelope["parentBeaconBlockRoot"] = Hex.Digest("another beacon root"), Consistency.BlockHash);

    /// <summary>Leaves out the first transactions, the forced ones, in a block that is valid by itself.</summary>
    public static Fault DropFirstTransactions(int count = 1) => Transactions(
        transactions =>
        {
            for (var i = 0; i < count && transactions.Count > 0; i++)
            {
                transactions.RemoveAt(0);
            }
        });

    /// <summary>Puts a transaction before the forced ones.</summary>
    public static Fault PrependTransaction(string transaction = "0x02bad0") =>
        Transactions(transactions => transactions.Insert(0, transaction));

    /// <summary>Changes the transactions and recomputes everything that follows from them.</summary>
    public static Fault Transactions(Action<JsonArray> change) => Fault.MutateEnvelope(
        envelope => change(Payload(envelope)["transactions"]!.AsArray()), Consistency.WholeBlock);

    private static JsonObject Payload(JsonObject envelope) => envelope["executionPayload"]!.AsObject();
}
