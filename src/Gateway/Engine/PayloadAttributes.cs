using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>The attributes of a build: what a block made for it must contain.</summary>
/// <remarks>Slices live as long as the body they were read from; the build that uses them holds its lease.</remarks>
internal sealed class PayloadAttributes
{
    /// <summary>Seconds since 1970; null if absent or not a QUANTITY.</summary>
    public ulong? Timestamp { get; private set; }

    public BlockHash? PrevRandao { get; private set; }

    public ReadOnlySequence<byte> SuggestedFeeRecipient { get; private set; }

    /// <summary>Null before Ecotone.</summary>
    public BlockHash? ParentBeaconBlockRoot { get; private set; }

    /// <summary>The raw list; empty before Canyon.</summary>
    public ReadOnlySequence<byte> Withdrawals { get; private set; }

    /// <summary>The raw list of forced transactions; empty if absent.</summary>
    public ReadOnlySequence<byte> Transactions { get; private set; }

    /// <summary>Absent means false.</summary>
    public bool NoTxPool { get; private set; }

    public ulong? GasLimit { get; private set; }

    /// <summary>Denominator and elasticity, 4 bytes each (Holocene); zero asks for the chain's own; null if absent.</summary>
    public ulong? Eip1559Params { get; private set; }

    /// <summary>Jovian; a plain number on the wire, a QUANTITY in the specification; null if absent.</summary>
    public ulong? MinBaseFee { get; private set; }

    /// <summary>Whether two sets of attributes ask for the same block.</summary>
    public bool MeansTheSameAs(PayloadAttributes other) =>
        (Timestamp, PrevRandao, ParentBeaconBlockRoot, NoTxPool, GasLimit, Eip1559Params, MinBaseFee)
            == (other.Timestamp, other.PrevRandao, other.ParentBeaconBlockRoot, other.NoTxPool, other.GasLimit,
                other.Eip1559Params, other.MinBaseFee)
        && AreSame(SuggestedFeeRecipient, other.SuggestedFeeRecipient)
        && AreSame(Withdrawals, other.Withdrawals)
        && AreSame(Transactions, other.Transactions);

    /// <summary>Reads raw attributes. Members of the wrong type stay unset: only local may judge them.</summary>
    public static PayloadAttributes Read(in ReadOnlySequence<byte> slice)
    {
        var attributes = new PayloadAttributes();
        var reader = JsonSlices.Reader(slice);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            attributes.ReadMember(ref reader, slice);
        }

        return attributes;
    }

    private void ReadMember(ref Utf8JsonReader reader, in ReadOnlySequence<byte> slice)
    {
        if (JsonSlices.TextIs(ref reader, "timestamp"u8))
        {
            Timestamp = Quantity.ReadNext(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "gasLimit"u8))
        {
            GasLimit = Quantity.ReadNext(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "prevRandao"u8))
        {
            PrevRandao = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "parentBeaconBlockRoot"u8))
        {
            ParentBeaconBlockRoot = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "eip1559Params"u8))
        {
            Eip1559Params = Quantity.ReadNextEightBytes(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "minBaseFee"u8))
        {
            MinBaseFee = Quantity.ReadNextNumber(ref reader);
        }
        else
        {
            ReadSlice(ref reader, slice);
        }
    }

    private void ReadSlice(ref Utf8JsonReader reader, in ReadOnlySequence<byte> slice)
    {
        if (JsonSlices.TextIs(ref reader, "suggestedFeeRecipient"u8))
        {
            SuggestedFeeRecipient = JsonSlices.ReadRawValue(ref reader, slice);
        }
        else if (JsonSlices.TextIs(ref reader, "withdrawals"u8))
        {
            Withdrawals = List(JsonSlices.ReadRawValue(ref reader, slice));
        }
        else if (JsonSlices.TextIs(ref reader, "transactions"u8))
        {
            Transactions = List(JsonSlices.ReadRawValue(ref reader, slice));
        }
        else if (JsonSlices.TextIs(ref reader, "noTxPool"u8))
        {
            reader.Read();
            NoTxPool = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static bool AreSame(in ReadOnlySequence<byte> left, in ReadOnlySequence<byte> right) =>
        left.IsEmpty || right.IsEmpty ? left.IsEmpty == right.IsEmpty : JsonTokens.AreEqual(left, right);

    /// <summary>An explicit null means the same as leaving the list out.</summary>
    private static ReadOnlySequence<byte> List(in ReadOnlySequence<byte> slice) =>
        slice.FirstSpan.StartsWith("["u8) ? slice : default;
}
