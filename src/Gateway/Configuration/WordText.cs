using System.Text;

namespace Sidecar.Gateway.Configuration;

/// <summary>Enum values as options spell them: <c>dry-run</c>; <c>dry_run</c> and <c>DryRun</c> are read too.</summary>
internal static class WordText
{
    /// <summary>Words of rollup-boost's log levels, and what the framework calls them.</summary>
    private static readonly Dictionary<string, LogLevel> LogLevelWords = new(StringComparer.Ordinal)
    {
        ["info"] = LogLevel.Information,
        ["warn"] = LogLevel.Warning,
        ["off"] = LogLevel.None,
    };

    public static bool TryParse(Type type, string text, out object value)
    {
        var word = Squeeze(text);
        if (type == typeof(LogLevel) && LogLevelWords.TryGetValue(word, out var level))
        {
            value = level;
            return true;
        }

        foreach (var candidate in Enum.GetValues(type))
        {
            if (Squeeze(candidate.ToString()!) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = text;
        return false;
    }

    public static string Format(object value)
    {
        if (value is LogLevel level)
        {
            foreach (var (word, meaning) in LogLevelWords)
            {
                if (meaning == level)
                {
                    return word;
                }
            }
        }

        var kebab = new StringBuilder();
        foreach (var letter in value.ToString()!)
        {
            if (char.IsAsciiLetterUpper(letter) && kebab.Length > 0)
            {
                kebab.Append('-');
            }

            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }

    public static IEnumerable<string> All(Type type) => Enum.GetValues(type).Cast<object>().Select(Format);

    private static string Squeeze(string text) =>
        text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
