using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>Sizes as people write them: <c>128MiB</c>, <c>64 KiB</c>, <c>10MB</c>, or a bare number of bytes.</summary>
internal static class SizeText
{
    private static readonly (string Suffix, long Unit)[] Units =
    [
        ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000), ("B", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        var unit = 1L;
        var number = text;
        foreach (var (suffix, value) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                unit = value;
                number = text[..^suffix.Length].TrimEnd();
                break;
            }
        }

        bytes = 0;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > (decimal)long.MaxValue / unit || count * unit != decimal.Floor(count * unit))
        {
            return false;
        }

        bytes = (long)(count * unit);
        return true;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads back.</summary>
    public static string Format(long bytes)
    {
        foreach (var (suffix, unit) in Units.AsSpan(0, 3))
        {
            if (bytes != 0 && bytes % unit == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit}{suffix}");
            }
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
