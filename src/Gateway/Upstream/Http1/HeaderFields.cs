using System.Buffers;
using System.Text;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>The header fields of an answer, in their order. Valid until the connection receives again.</summary>
/// <param name="Lines">The lines, the empty one at the end included.</param>
internal readonly record struct HeaderFields(ReadOnlyMemory<byte> Lines)
{
    public Enumerator GetEnumerator() => new(Lines.Span);

    /// <summary>The value of the first field of this name as text, one letter a byte; null if there is none.</summary>
    public string? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in this)
        {
            if (field.Is(name))
            {
                return field.ValueText;
            }
        }

        return null;
    }

    public ref struct Enumerator(ReadOnlySpan<byte> lines)
    {
        private ReadOnlySpan<byte> _lines = lines;

        public HeaderField Current { get; private set; }

        public bool MoveNext()
        {
            var end = _lines.IndexOf((byte)'\n');
            if (end < 0)
            {
                return false;
            }

            var line = _lines[..end];
            if (line is [.., (byte)'\r'])
            {
                line = line[..^1];
            }

            _lines = _lines[(end + 1)..];
            Current = new HeaderField(line);
            return !line.IsEmpty;
        }
    }
}

/// <summary>One header field.</summary>
internal readonly ref struct HeaderField
{
    /// <summary>RFC 9110, 5.6.2: what a name is made of.</summary>
    private static readonly SearchValues<byte> NameLetters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public HeaderField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        Name = colon < 0 ? default : line[..colon];
        Value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
    }

    public ReadOnlySpan<byte> Name { get; }

    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The value, one letter a byte.</summary>
    public string ValueText =>
        Value.SequenceEqual("application/json"u8) ? "application/json" : Encoding.Latin1.GetString(Value);

    /// <summary>Whether it has a name, and the name is one. A line that goes on the one before it has none.</summary>
    public bool IsWellFormed => !Name.IsEmpty && !Name.ContainsAnyExcept(NameLetters);

    public bool Is(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(Name, name);

    public bool ValueIs(ReadOnlySpan<byte> value) => Ascii.EqualsIgnoreCase(Value, value);
}
