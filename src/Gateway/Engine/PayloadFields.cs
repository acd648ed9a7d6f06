using System.Buffers;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>The fields of an ExecutionPayload that routing, checks, selection and logs need.</summary>
internal sealed class PayloadFields
{
    /// <summary>No payload at all.</summary>
    public static readonly PayloadFields None = new();

    public BlockHash? BlockHash { get; private set; }

    public BlockHash? ParentHash { get; private set; }

    public BlockHash? PrevRandao { get; private set; }

    public ulong? BlockNumber { get; private set; }

    public ulong? Timestamp { get; private set; }

    public ulong? GasLimit { get; private set; }

    public ulong? GasUsed { get; private set; }

    /// <summary>Raw, quotes included.</summary>
    public ReadOnlySequence<byte> FeeRecipient { get; private set; }

    /// <summary>Raw, quotes included.</summary>
    public ReadOnlySequence<byte> ExtraData { get; private set; }

    /// <summary>The raw list; empty before Canyon.</summary>
    public ReadOnlySequence<byte> Withdrawals { get; private set; }

    /// <summary>The raw list.</summary>
    public ReadOnlySequence<byte> Transactions { get; private set; }

    public int TransactionCount { get; private set; }

    /// <summary>Whether everything that a decision needs was there and of the right type.</summary>
    public bool AreComplete => BlockHash is not null && ParentHash is not null && PrevRandao is not null
        && BlockNumber is not null && Timestamp is not null && GasLimit is not null && GasUsed is not null
        && !FeeRecipient.IsEmpty && !Transactions.IsEmpty;

    /// <summary>Reads the value that the reader is at; <see cref="None"/> if it is no object, or one of two meanings.</summary>
    /// <param name="reader">At the value's first token; afterwards at its end.</param>
    /// <param name="body">What the reader reads.</param>
    public static PayloadFields Read(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return None;
        }

        var fields = new PayloadFields();
        var names = new MemberNames();
        var isPlain = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isPlain &= names.TryAdd(ref reader);
            fields.ReadMember(ref reader, body);
        }

        return isPlain ? fields : None;
    }

    private void ReadMember(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        if (JsonSlices.TextIs(ref reader, "blockHash"u8))
        {
            BlockHash = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "parentHash"u8))
        {
            ParentHash = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "prevRandao"u8))
        {
            PrevRandao = Quantity.ReadNextHash(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "blockNumber"u8))
        {
            BlockNumber = Quantity.ReadNext(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "timestamp"u8))
        {
            Timestamp = Quantity.ReadNext(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "gasLimit"u8))
        {
            GasLimit = Quantity.ReadNext(ref reader);
        }
        else if (JsonSlices.TextIs(ref reader, "gasUsed"u8))
        {
            GasUsed = Quantity.ReadNext(ref reader);
        }
        else
        {
            ReadSlice(ref reader, body);
        }
    }

    private void ReadSlice(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        if (JsonSlices.TextIs(ref reader, "feeRecipient"u8))
        {
            FeeRecipient = JsonSlices.ReadRawValue(ref reader, body);
        }
        else if (JsonSlices.TextIs(ref reader, "extraData"u8))
        {
            ExtraData = JsonSlices.ReadRawValue(ref reader, body);
        }
        else if (JsonSlices.TextIs(ref reader, "withdrawals"u8))
        {
            Withdrawals = JsonSlices.ReadRawValue(ref reader, body);
            Withdrawals = Withdrawals.FirstSpan.StartsWith("["u8) ? Withdrawals : default;
        }
        else if (JsonSlices.TextIs(ref reader, "transactions"u8))
        {
            ReadTransactions(ref reader, body);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void ReadTransactions(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        reader.Read();
        var start = reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        TransactionCount = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            TransactionCount++;
            reader.Skip();
        }

        Transactions = body.Slice(start, reader.BytesConsumed - start);
    }
}
