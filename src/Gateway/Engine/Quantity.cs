using System.Globalization;
using System.Text.Json;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>Reads the Engine API's QUANTITY and 32-byte DATA values.</summary>
internal static class Quantity
{
    /// <summary>Steps to the value after a property name; null unless it is a QUANTITY of at most 64 bits.</summary>
    public static ulong? ReadNext(ref Utf8JsonReader reader)
    {
        Span<byte> text = stackalloc byte[32];
        reader.Read();
        ulong? value = TryParse(text[..JsonSlices.CopyShortString(ref reader, text)], out var parsed) ? parsed : null;
        reader.Skip();
        return value;
    }

    /// <summary>Steps to the value after a property name; null unless it is 32 bytes of DATA.</summary>
    public static BlockHash? ReadNextHash(ref Utf8JsonReader reader)
    {
        Span<byte> text = stackalloc byte[80];
        reader.Read();
        var length = JsonSlices.CopyShortString(ref reader, text);
        BlockHash? value = BlockHash.TryParse(text[..length], out var parsed) ? parsed : null;
        reader.Skip();
        return value;
    }

    /// <summary>Steps to the value after a property name; null unless it is 8 bytes of DATA.</summary>
    public static PayloadId? ReadNextPayloadId(ref Utf8JsonReader reader)
    {
        Span<byte> text = stackalloc byte[32];
        reader.Read();
        var length = JsonSlices.CopyShortString(ref reader, text);
        PayloadId? value = PayloadId.TryParse(text[..length], out var parsed) ? parsed : null;
        reader.Skip();
        return value;
    }

    /// <summary>Steps to the value after a property name; null unless it is 8 bytes of DATA, read as big-endian.</summary>
    public static ulong? ReadNextEightBytes(ref Utf8JsonReader reader) => ReadNextPayloadId(ref reader)?.Value;

    /// <summary>Steps to the value after a property name; null unless it is a plain number or a QUANTITY.</summary>
    public static ulong? ReadNextNumber(ref Utf8JsonReader reader)
    {
        var next = reader;
        next.Read();
        if (next.TokenType != JsonTokenType.Number)
        {
            return ReadNext(ref reader);
        }

        reader.Read();
        return reader.TryGetUInt64(out var number) ? number : null;
    }

    /// <summary><c>0x</c> and hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ulong value)
    {
        value = 0;
        return utf8.Length is > 2 and <= 18 && utf8.StartsWith("0x"u8)
            && ulong.TryParse(utf8[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
