using System.Buffers;
using System.Text.Json;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>Compares raw JSON values without decoding them: white space and the case of hex digits do not count.</summary>
internal static class JsonTokens
{
    /// <summary>Whether two raw values are the same, token by token.</summary>
    public static bool AreEqual(in ReadOnlySequence<byte> left, in ReadOnlySequence<byte> right)
    {
        var a = JsonSlices.Reader(left);
        var b = JsonSlices.Reader(right);
        while (true)
        {
            var more = a.Read();
            if (more != b.Read())
            {
                return false;
            }

            if (!more)
            {
                return true;
            }

            if (a.TokenType != b.TokenType || (IsScalar(a.TokenType) && !SameText(ref a, ref b)))
            {
                return false;
            }
        }
    }

    /// <summary>Whether the raw list <paramref name="list"/> begins with all members of the raw list of strings
    /// <paramref name="prefix"/>, in order.</summary>
    public static bool StartsWith(in ReadOnlySequence<byte> list, in ReadOnlySequence<byte> prefix)
    {
        var a = JsonSlices.Reader(list);
        var b = JsonSlices.Reader(prefix);
        if (!a.Read() || !b.Read() || a.TokenType != JsonTokenType.StartArray || b.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (b.Read() && b.TokenType != JsonTokenType.EndArray)
        {
            if (!a.Read() || a.TokenType != JsonTokenType.String || b.TokenType != JsonTokenType.String
                || !SameText(ref a, ref b))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts the members of a raw list.</summary>
    public static int Count(in ReadOnlySequence<byte> list)
    {
        if (list.IsEmpty)
        {
            return 0;
        }

        var reader = JsonSlices.Reader(list);
        var count = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            reader.Skip();
        }

        return count;
    }

    private static bool IsScalar(JsonTokenType type) =>
        type is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.PropertyName;

    private static bool SameText(ref Utf8JsonReader a, ref Utf8JsonReader b)
    {
        if (!a.HasValueSequence && !b.HasValueSequence)
        {
            return Ascii(a.ValueSpan, b.ValueSpan);
        }

        var left = a.HasValueSequence ? a.ValueSequence : new ReadOnlySequence<byte>(a.ValueSpan.ToArray());
        var right = b.HasValueSequence ? b.ValueSequence : new ReadOnlySequence<byte>(b.ValueSpan.ToArray());
        if (left.Length != right.Length)
        {
            return false;
        }

        // Readers, because a sequence that starts at the very end of a segment has an empty first span.
        var x = new SequenceReader<byte>(left);
        var y = new SequenceReader<byte>(right);
        while (!x.End)
        {
            var count = Math.Min(x.UnreadSpan.Length, y.UnreadSpan.Length);
            if (!Ascii(x.UnreadSpan[..count], y.UnreadSpan[..count]))
            {
                return false;
            }

            x.Advance(count);
            y.Advance(count);
        }

        return true;
    }

    private static bool Ascii(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        System.Text.Ascii.EqualsIgnoreCase(left, right);
}
