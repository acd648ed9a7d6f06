using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sidecar.TestKit;

/// <summary>
/// Parameters of newPayload as op-node makes them: it decodes the payload and encodes the fields that it knows again.
/// </summary>
internal static class GoPayload
{
    // The order of op-node's struct, which is not the order that clients answer in.
    private static readonly string[] Fields =
    [
        "parentHash", "feeRecipient", "stateRoot", "receiptsRoot", "logsBloom", "prevRandao", "blockNumber", "gasLimit",
        "gasUsed", "timestamp", "extraData", "baseFeePerGas", "blockHash", "transactions", "withdrawals", "blobGasUsed",
        "excessBlobGas", "withdrawalsRoot",
    ];

    public static ReadOnlyMemory<byte> Parameters(JsonElement payload, string? parentBeaconBlockRoot, int version)
    {
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(payload).Length + 1024);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartArray();
        writer.WriteStartObject();
        foreach (var name in Fields)
        {
            if (PayloadJson.IsSet(payload, name, out var value))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }
        }

        writer.WriteEndObject();
        if (version >= 3)
        {
            WriteEmptyArray(writer);
            writer.WriteStringValue(parentBeaconBlockRoot);
        }

        if (version >= 4)
        {
            WriteEmptyArray(writer);
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteEmptyArray(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    }
}
