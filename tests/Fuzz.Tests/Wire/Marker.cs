using System.Globalization;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>
/// What every byte of a request and of the answers to it is marked with: a number and a check, so that a mutation of one
/// is not taken for another.
/// </summary>
internal static class Marker
{
    private const string Prefix = "MK";
    private const int NumberDigits = 12;
    private const int CheckDigits = 4;
    private const int Length = 2 + NumberDigits + CheckDigits;

    /// <summary>Numbers from here on are those of well-formed callers: they are always answered rightly.</summary>
    private const long FirstControl = 1L << 40;

    public static bool IsControl(long number) => number >= FirstControl;

    public static long Control(long number) => FirstControl + number;

    public static string Text(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:x12}{Check(number):x4}");

    /// <summary>Names of builds are numbers too: local's and the builder's of the same one.</summary>
    public static string PayloadId(long number, bool isBuilder) =>
        string.Create(CultureInfo.InvariantCulture, $"0x{Check(number, isBuilder):x4}{number:x12}");

    public static string BlockHash(long number, bool isBuilder) =>
        string.Create(CultureInfo.InvariantCulture, $"0x{(isBuilder ? "b" : "a")}{number:x63}");

    /// <summary>All numbers whose markers are in a text.</summary>
    public static IEnumerable<long> In(string text)
    {
        for (var at = -1; (at = text.IndexOf(Prefix, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            if (at + Length <= text.Length && Parse(text.AsSpan(at + 2, NumberDigits)) is { } number
                && Parse(text.AsSpan(at + 2 + NumberDigits, CheckDigits)) == Check(number))
            {
                yield return number;
            }
        }
    }

    /// <summary>The number of the build that a getPayload names; null if there is none.</summary>
    public static long? OfBuild(string text)
    {
        var at = text.IndexOf("\"0x", StringComparison.Ordinal);
        return at >= 0 && at + 3 + CheckDigits + NumberDigits <= text.Length
            && Parse(text.AsSpan(at + 3 + CheckDigits, NumberDigits)) is { } number
            && Parse(text.AsSpan(at + 3, CheckDigits)) is { } check && (check == Check(number) || check == Check(number, true))
            ? number
            : null;
    }

    private static long Check(long number, bool isBuilder = false) =>
        (long)(((ulong)(number + 1) * 0x9E3779B97F4A7C15) >> 48) ^ (isBuilder ? 0xffff : 0);

    private static long? Parse(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
