using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>Durations as people write them: <c>800ms</c>, <c>2s</c>, <c>00:00:02</c>, or a bare number.</summary>
internal static class DurationText
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, TimeSpan bareUnit, out TimeSpan duration)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            // Two colons: the framework reads "2:00" as two hours, people may mean minutes.
            duration = default;
            return text.AsSpan().Count(':') == 2
                && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration)
                && duration >= TimeSpan.Zero;
        }

        var unit = bareUnit;
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

        duration = default;
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > (decimal)TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks((long)(count * unit.Ticks));
        return true;
    }

    /// <summary>The shortest form that <see cref="TryParse"/> reads back.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (suffix, unit) in Units.Reverse())
        {
            if (duration != TimeSpan.Zero && duration.Ticks % unit.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / unit.Ticks}{suffix}");
            }
        }

        return duration == TimeSpan.Zero ? "0s" : duration.ToString("c", CultureInfo.InvariantCulture);
    }
}
