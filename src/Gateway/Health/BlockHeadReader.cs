using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Health;

/// <summary>Locates number, hash and timestamp in the answer to <c>eth_getBlockByNumber</c>.</summary>
internal static class BlockHeadReader
{
    /// <summary>False for an error, a null result, a missing or misshapen field, and what is not JSON.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> body, out BlockHead head)
    {
        head = default;
        try
        {
            var reader = new Utf8JsonReader(body);
            return AnswerReader.MoveToResult(ref reader)
                && reader.TokenType == JsonTokenType.StartObject
                && TryReadBlock(ref reader, out head)
                && AnswerReader.SkipToEnd(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            head = default;
            return false;
        }
    }

    private static bool TryReadBlock(ref Utf8JsonReader reader, out BlockHead head)
    {
        ulong? number = null;
        ulong? timestamp = null;
        BlockHash? hash = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("number"u8))
            {
                number = ReadQuantity(ref reader);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                timestamp = ReadQuantity(ref reader);
            }
            else if (reader.ValueTextEquals("hash"u8))
            {
                hash = ReadHash(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        head = new(number.GetValueOrDefault(), hash.GetValueOrDefault(), timestamp.GetValueOrDefault());
        return number is not null && hash is not null && timestamp is not null;
    }

    private static ulong? ReadQuantity(ref Utf8JsonReader reader)
    {
        Span<byte> scratch = stackalloc byte[18];
        var text = scratch[..CopyShortText(ref reader, scratch)];
        return text.Length > 2 && text.StartsWith("0x"u8)
            && ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
    }

    private static BlockHash? ReadHash(ref Utf8JsonReader reader)
    {
        Span<byte> scratch = stackalloc byte[66];
        return BlockHash.TryParse(scratch[..CopyShortText(ref reader, scratch)], out var hash) ? hash : null;
    }

    /// <summary>Copies the value that comes next; 0 unless it is a string that fits and needs no unescaping.</summary>
    private static int CopyShortText(ref Utf8JsonReader reader, scoped Span<byte> scratch)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return 0;
        }

        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return length > scratch.Length || reader.ValueIsEscaped ? 0 : reader.CopyString(scratch);
    }
}
