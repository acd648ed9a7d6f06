using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sidecar.Fuzz.Tests.Oracles;

/// <summary>Reading by way of System.Text.Json's document model: another way to the same facts than locating them.</summary>
internal static class Dom
{
    /// <summary>Deepest nesting in bodies of upstreams (JsonSlices).</summary>
    public const int DepthMax = 2000;

    /// <summary>Most members of an object that has to be plain (MemberNames).</summary>
    private const int NamesMax = 64;

    /// <summary>The root of a text; null if it is not JSON, or deeper.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json, int depthMax = DepthMax)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depthMax });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Raw(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? "" : Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>Byte by byte, so that bytes that are no text can be compared too.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string Name(JsonProperty property) => Text(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <summary>Whether all names are ASCII, without escapes, and different even without regard to case.</summary>
    public static bool IsPlain(JsonElement element)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return element.EnumerateObject().All(member =>
            Name(member) is var name && Ascii.IsValid(name) && !name.Contains('\\', StringComparison.Ordinal)
            && seen.Add(name) && seen.Count <= NamesMax);
    }

    /// <summary>The last member with exactly this name, without escapes; undefined if there is none.</summary>
    public static JsonElement Last(JsonElement element, string name) =>
        element.EnumerateObject().LastOrDefault(member => Name(member) == name).Value;

    /// <summary>A string that stands there without escapes; null for anything else.</summary>
    public static string? PlainText(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = Raw(element)[1..^1];
        return text.Contains('\\', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>A QUANTITY of 64 bits.</summary>
    public static ulong? Quantity(JsonElement element) =>
        Digits(element) is { Length: <= 16 } digits
            ? (ulong)BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;

    /// <summary>DATA of this many bytes, in lower case.</summary>
    public static string? Data(JsonElement element, int bytes) =>
        Digits(element) is { } digits && digits.Length == bytes * 2 ? "0x" + digits.ToLowerInvariant() : null;

    public static bool IsArray(JsonElement element) => element.ValueKind == JsonValueKind.Array;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static string? Digits(JsonElement element) =>
        PlainText(element) is { Length: > 2 } text && text.StartsWith("0x", StringComparison.Ordinal)
        && text.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0
            ? text[2..]
            : null;
}
