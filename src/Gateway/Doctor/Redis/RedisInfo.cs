using System.Globalization;

namespace Sidecar.Gateway.Doctor.Redis;

/// <summary>Reads the text of INFO.</summary>
internal static class RedisInfo
{
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf(':', StringComparison.Ordinal);
            if (at > 0 && line[0] != '#')
            {
                lines[line[..at]] = line[(at + 1)..];
            }
        }

        return lines;
    }

    public static string? Text(IReadOnlyDictionary<string, string> info, string name) =>
        info.TryGetValue(name, out var value) ? value : null;

    public static long? Number(IReadOnlyDictionary<string, string> info, string name) =>
        long.TryParse(Text(info, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
}
