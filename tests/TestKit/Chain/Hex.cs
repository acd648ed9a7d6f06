using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.TestKit;

/// <summary>DATA and QUANTITY, the two hex forms of the Engine API.</summary>
internal static class Hex
{
    public const string ZeroHash = "0x0000000000000000000000000000000000000000000000000000000000000000";

    public static string Data(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>A deterministic 32-byte DATA value named by its parts.</summary>
    public static string Digest(params ReadOnlySpan<object> parts) =>
        Data(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts))));

    public static byte[] ToBytes(string data) => Convert.FromHexString(data.AsSpan(2));

    /// <summary>Decodes straight from the request's bytes: transactions can be many megabytes.</summary>
    public static byte[] ReadBytes(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw Malformed(element);
        }

        var quoted = JsonMarshal.GetRawUtf8Value(element);
        if (quoted.Length < 4 || quoted.Length % 2 != 0 || !quoted.StartsWith("\"0x"u8))
        {
            throw Malformed(element);
        }

        var bytes = new byte[(quoted.Length - 4) / 2];
        return Convert.FromHexString(quoted[3..^1], bytes, out _, out _) == OperationStatus.Done
            ? bytes
            : throw Malformed(element);
    }

    public static string ReadData(JsonElement element) => Data(ReadBytes(element));

    public static string ReadHash(JsonElement element) =>
        ReadBytes(element) is { Length: 32 } bytes ? Data(bytes) : throw Malformed(element);

    public static ulong ReadQuantity(JsonElement element)
    {
        // minBaseFee is a plain number on the wire although the specification calls it a QUANTITY.
        if (element.ValueKind == JsonValueKind.Number && element.TryGetUInt64(out var plain))
        {
            return plain;
        }

        // Go's decoder rejects "0x" and leading zeros.
        var text = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        var digits = text is ['0', 'x', .. var rest] ? rest : "";
        var canonical = digits == "0" || digits is [not '0', ..];
        const NumberStyles hex = NumberStyles.AllowHexSpecifier;
        return canonical && ulong.TryParse(digits, hex, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(element);
    }

    private static RpcException Malformed(JsonElement element)
    {
        var text = element.ValueKind == JsonValueKind.Undefined ? "nothing" : element.GetRawText();
        return new(EngineErrorCodes.InvalidParams, $"invalid hex value: {text[..Math.Min(text.Length, 80)]}");
    }
}
