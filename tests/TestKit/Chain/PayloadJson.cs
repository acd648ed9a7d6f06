using System.Buffers;
using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>The ExecutionPayload's JSON form, written and read without an intermediate tree.</summary>
internal static class PayloadJson
{
    public static void Write(Utf8JsonWriter writer, SimulatedBlock block)
    {
        writer.WriteStartObject();
        writer.WriteString("parentHash"u8, block.ParentHash);
        writer.WriteString("feeRecipient"u8, block.FeeRecipient);
        writer.WriteString("stateRoot"u8, block.StateRoot);
        writer.WriteString("receiptsRoot"u8, block.ReceiptsRoot);
        writer.WriteString("logsBloom"u8, block.LogsBloom);
        writer.WriteString("prevRandao"u8, block.PrevRandao);
        writer.WriteString("blockNumber"u8, Hex.Quantity(block.Number));
        writer.WriteString("gasLimit"u8, Hex.Quantity(block.GasLimit));
        writer.WriteString("gasUsed"u8, Hex.Quantity(block.GasUsed));
        writer.WriteString("timestamp"u8, Hex.Quantity(block.Timestamp));
        writer.WriteString("extraData"u8, block.ExtraData);
        writer.WriteString("baseFeePerGas"u8, Hex.Quantity(block.BaseFeePerGas));
        writer.WriteString("blockHash"u8, block.Hash);
        WriteTransactions(writer, block.Transactions);
        WriteForkFields(writer, block);
        writer.WriteEndObject();
    }

    /// <summary>Reads a payload as it claims to be; nothing is checked but the encoding.</summary>
    public static SimulatedBlock Read(JsonElement payload, string? parentBeaconBlockRoot) => new()
    {
        Hash = Hex.ReadHash(Field(payload, "blockHash")),
        ParentHash = Hex.ReadHash(Field(payload, "parentHash")),
        Number = Hex.ReadQuantity(Field(payload, "blockNumber")),
        Timestamp = Hex.ReadQuantity(Field(payload, "timestamp")),
        FeeRecipient = Hex.ReadData(Field(payload, "feeRecipient")),
        PrevRandao = Hex.ReadHash(Field(payload, "prevRandao")),
        StateRoot = Hex.ReadHash(Field(payload, "stateRoot")),
        ReceiptsRoot = Hex.ReadHash(Field(payload, "receiptsRoot")),
        LogsBloom = Hex.ReadData(Field(payload, "logsBloom")),
        GasLimit = Hex.ReadQuantity(Field(payload, "gasLimit")),
        GasUsed = Hex.ReadQuantity(Field(payload, "gasUsed")),
        ExtraData = Hex.ReadData(Field(payload, "extraData")),
        BaseFeePerGas = Hex.ReadQuantity(Field(payload, "baseFeePerGas")),
        Transactions = [.. Field(payload, "transactions").EnumerateArray().Select(Hex.ReadBytes)],
        HasWithdrawals = Field(payload, "withdrawals").ValueKind == JsonValueKind.Array,
        BlobGasUsed = OptionalQuantity(payload, "blobGasUsed"),
        ExcessBlobGas = OptionalQuantity(payload, "excessBlobGas"),
        WithdrawalsRoot = IsSet(payload, "withdrawalsRoot", out var root) ? Hex.ReadHash(root) : null,
        ParentBeaconBlockRoot = parentBeaconBlockRoot,
    };

    public static JsonElement Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    public static bool IsSet(JsonElement json, string name, out JsonElement value)
    {
        value = Field(json, name);
        return value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
    }

    public static ulong? OptionalQuantity(JsonElement json, string name) =>
        IsSet(json, name, out var value) ? Hex.ReadQuantity(value) : null;

    private static void WriteForkFields(Utf8JsonWriter writer, SimulatedBlock block)
    {
        if (block.HasWithdrawals)
        {
            writer.WriteStartArray("withdrawals"u8);
            writer.WriteEndArray();
        }

        if (block.BlobGasUsed is { } blobGasUsed)
        {
            writer.WriteString("blobGasUsed"u8, Hex.Quantity(blobGasUsed));
        }

        if (block.ExcessBlobGas is { } excessBlobGas)
        {
            writer.WriteString("excessBlobGas"u8, Hex.Quantity(excessBlobGas));
        }

        if (block.WithdrawalsRoot is { } withdrawalsRoot)
        {
            writer.WriteString("withdrawalsRoot"u8, withdrawalsRoot);
        }
    }

    private static void WriteTransactions(Utf8JsonWriter writer, IReadOnlyList<byte[]> transactions)
    {
        writer.WriteStartArray("transactions"u8);
        foreach (var transaction in transactions)
        {
            var length = (transaction.Length * 2) + 4;
            var quoted = ArrayPool<byte>.Shared.Rent(length);
            "\"0x"u8.CopyTo(quoted);
            Convert.TryToHexStringLower(transaction, quoted.AsSpan(3), out _);
            quoted[length - 1] = (byte)'"';
            // Hex needs no escaping: at a hundred megabytes looking for it costs more than everything else here.
            writer.WriteRawValue(quoted.AsSpan(0, length), skipInputValidation: true);
            ArrayPool<byte>.Shared.Return(quoted);
        }

        writer.WriteEndArray();
    }
}
