using System.Buffers;
using System.Text;

namespace Sidecar.Gateway.Http1;

/// <summary>One header field.</summary>
internal readonly ref struct HeaderField
{
    /// <summary>RFC 9110, 5.6.2: what a name is made of.</summary>
    private static readonly SearchValues<byte> NameLetters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>RFC 9110, 5.5: control characters but the tab have no place in a value.</summary>
    private static readonly SearchValues<byte> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, ' ').Select(code => (byte)code).Where(letter => letter != '\t'), 0x7f]);

    /// <param name="line">The line without its line feed.</param>
    public HeaderField(ReadOnlySpan<byte> line)
    {
        var endsInReturn = line is [.., (byte)'\r'];
        line = endsInReturn ? line[..^1] : line;
        EndsInFull = endsInReturn && !line.ContainsAny((byte)'\r', (byte)0);
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
    public bool IsWellFormed => IsToken(Name);

    /// <summary>Whether its line ended as it must, and has no other carriage return and no NUL in it.</summary>
    public bool EndsInFull { get; }

    /// <summary>Whether the value must not be sent on: not all that is received is allowed.</summary>
    public bool HasControlCharacters => Value.ContainsAny(ControlCharacters);

    public bool Is(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(Name, name);

    /// <summary>RFC 9110, 5.6.2.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(NameLetters);

    /// <summary>Whether the value is a list with this member in it (RFC 9110, 5.6.1).</summary>
    public bool ValueLists(ReadOnlySpan<byte> member)
    {
        foreach (var range in Value.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(Value[range].Trim(" \t"u8), member))
            {
                return true;
            }
        }

        return false;
    }

    public bool ValueIs(ReadOnlySpan<byte> value) => Ascii.EqualsIgnoreCase(Value, value);
}
