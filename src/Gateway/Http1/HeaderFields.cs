namespace Sidecar.Gateway.Http1;

/// <summary>The header fields of a message, in their order. Valid until the connection receives again.</summary>
/// <param name="Lines">The lines, the empty one at the end included.</param>
internal readonly record struct HeaderFields(ReadOnlyMemory<byte> Lines)
{
    public Enumerator GetEnumerator() => new(Lines.Span);

    /// <summary>The value of the first field of this name as text, one letter a byte; null if there is none.</summary>
    public string? Find(ReadOnlySpan<byte> name) => TryFind(name, out var field) ? field.ValueText : null;

    /// <summary>The first field of this name.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out HeaderField field)
    {
        foreach (var candidate in this)
        {
            if (candidate.Is(name))
            {
                field = candidate;
                return true;
            }
        }

        field = default;
        return false;
    }

    /// <summary>The values of all fields of this name, with commas between them (RFC 9110, 5.2); empty if there is none.</summary>
    public string FindAll(ReadOnlySpan<byte> name)
    {
        var all = "";
        foreach (var field in this)
        {
            if (field.Is(name))
            {
                all = all.Length == 0 ? field.ValueText : $"{all}, {field.ValueText}";
            }
        }

        return all;
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
            _lines = _lines[(end + 1)..];
            Current = new HeaderField(line);
            return line is not ([] or [(byte)'\r']);
        }
    }
}
