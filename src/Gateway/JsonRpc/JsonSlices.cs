using System.Buffers;
using System.Text.Json;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>Cuts raw JSON values out of a body.</summary>
internal static class JsonSlices
{
    /// <summary>Deeper than any limit that can be set for requests: a slice of one must not be too deep for us.</summary>
    private const int DepthMax = 2000;

    /// <summary>A reader over JSON whose depth has been limited already.</summary>
    public static Utf8JsonReader Reader(in ReadOnlySequence<byte> json) =>
        new(json, new JsonReaderOptions { MaxDepth = DepthMax });

    /// <summary>
    /// Whether the name or string that the reader is at is this text, written plainly. Nothing in the Engine API needs an
    /// escape, and unescaping throws for what is no text.
    /// </summary>
    public static bool TextIs(ref Utf8JsonReader reader, ReadOnlySpan<byte> text) =>
        !reader.ValueIsEscaped && reader.ValueTextEquals(text);

    /// <summary>Steps to the value after a property name and returns its bytes, brackets or quotes included.</summary>
    public static ReadOnlySequence<byte> ReadRawValue(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        reader.Read();
        return RawValue(ref reader, body);
    }

    /// <summary>The bytes of the value that the reader is at; afterwards the reader is at its end.</summary>
    public static ReadOnlySequence<byte> RawValue(ref Utf8JsonReader reader, in ReadOnlySequence<byte> body)
    {
        var start = reader.TokenStartIndex;
        reader.Skip();
        return body.Slice(start, reader.BytesConsumed - start);
    }

    /// <summary>
    /// Copies what stands between the quotes of the string that the reader is at; 0 if the token is no string, has
    /// escapes, or does not fit.
    /// </summary>
    public static int CopyShortString(ref Utf8JsonReader reader, scoped Span<byte> destination)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
        {
            return 0;
        }

        // Not Utf8JsonReader.CopyString: it throws for text that is not valid UTF-8.
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > destination.Length)
        {
            return 0;
        }

        if (reader.HasValueSequence)
        {
            reader.ValueSequence.CopyTo(destination);
        }
        else
        {
            reader.ValueSpan.CopyTo(destination);
        }

        return (int)length;
    }
}
