using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sidecar.Gateway.Configuration;

/// <summary>The text form of every kind of option, both ways.</summary>
internal static class OptionText
{
    /// <summary>Reads one text; <paramref name="error"/> continues a sentence that starts with its origin.</summary>
    public static bool TryParse(
        OptionEntry entry, string raw, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        var text = raw.Trim();
        error = null;
        value = text.Length == 0 ? null : Parse(entry, text, out error);
        if (value is null)
        {
            error ??= text.Length == 0 ? "is empty; give a value or leave it out" : Expected(entry, text);
        }
        else if (entry.Range?.Contains(value) == false)
        {
            error = $"is {Show(entry, value)}; give {RangeOf(entry)}";
        }

        return error is null;
    }

    /// <summary>For people; secrets and query strings are redacted.</summary>
    public static string Format(OptionEntry entry, object? value) => value switch
    {
        null => "none",
        _ when entry.Kind == OptionKind.Secret => "(redacted)",
        IEnumerable<string> list => string.Join(", ", list) is { Length: > 0 } items ? items : "none",
        _ => Show(entry, value),
    };

    public static string RangeOf(OptionEntry entry) => entry.Range is { } range
        ? $"{Bound(entry, range.Min)} to {Bound(entry, range.Max)}"
        : "";

    /// <summary>What stands for the value in the help.</summary>
    public static string Placeholder(OptionEntry entry) => entry.Kind switch
    {
        OptionKind.Url => "URL",
        OptionKind.Host => "ADDRESS",
        OptionKind.Milliseconds => "DURATION(ms)",
        OptionKind.Seconds => "DURATION(s)",
        OptionKind.Size => "SIZE",
        OptionKind.Integer or OptionKind.Fraction => "NUMBER",
        OptionKind.Switch => "[true|false]",
        OptionKind.Word => string.Join('|', WordText.All(entry.ValueType)),
        OptionKind.List => "NAME,...",
        OptionKind.File => "FILE",
        OptionKind.Name => "NAME",
        OptionKind.ChainId => "NUMBER",
        OptionKind.Text or OptionKind.Secret => "TEXT",
        _ => throw new UnreachableException(),
    };

    private static object? Parse(OptionEntry entry, string text, out string? error)
    {
        error = null;
        switch (entry.Kind)
        {
            case OptionKind.Url:
                return UrlText.TryParse(text, out var url, out error) ? url : null;
            case OptionKind.Milliseconds:
                return DurationText.TryParse(text, TimeSpan.FromMilliseconds(1), out var duration) ? duration : null;
            case OptionKind.Seconds:
                return DurationText.TryParse(text, TimeSpan.FromSeconds(1), out var longer) ? longer : null;
            case OptionKind.Size:
                return SizeText.TryParse(text, out var bytes) ? bytes : null;
            case OptionKind.Integer:
                return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? whole : null;
            case OptionKind.Fraction:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction)
                    && double.IsFinite(fraction) ? fraction : null;
            case OptionKind.Switch:
                return SwitchText.TryParse(text, out var isOn) ? isOn : null;
            case OptionKind.Word:
                return WordText.TryParse(entry.ValueType, text, out var word) ? word : null;
            case OptionKind.Name:
                return NameText.IsName(text) ? text : null;
            case OptionKind.ChainId:
                return NameText.TryParseChainId(text, out var chainId) ? chainId : null;
            case OptionKind.Host or OptionKind.List or OptionKind.File or OptionKind.Text or OptionKind.Secret:
                return text;
            default:
                throw new UnreachableException();
        }
    }

    private static string Expected(OptionEntry entry, string text) => $"is {Quote(text)}; give " + entry.Kind switch
    {
        OptionKind.Milliseconds => "a duration like 800ms or 2s (a bare number is milliseconds)",
        OptionKind.Seconds => "a duration like 2s or 1m (a bare number is seconds)",
        OptionKind.Size => "a size like 128MiB (a bare number is bytes)",
        OptionKind.Integer => $"a whole number, {RangeOf(entry)}",
        OptionKind.Fraction => $"a number, {RangeOf(entry)}",
        OptionKind.Switch => "true or false",
        OptionKind.Name => $"1 to {NameText.LengthMax} letters, digits, dots, underscores, colons or hyphens",
        OptionKind.ChainId => "a chain id like 10 or 0xa",
        OptionKind.Word => string.Join(" or ", WordText.All(entry.ValueType)),
        _ => throw new UnreachableException(),
    };

    private static string Show(OptionEntry entry, object value) => value switch
    {
        Uri url => UrlText.Format(url),
        TimeSpan duration => DurationText.Format(duration),
        long bytes => SizeText.Format(bytes),
        bool isOn => isOn ? "true" : "false",
        Enum => WordText.Format(value),
        double number => number.ToString(CultureInfo.InvariantCulture),
        _ when entry.Kind == OptionKind.Secret => "(redacted)",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    // Bounds of whole numbers come as doubles from the attribute.
    private static string Bound(OptionEntry entry, IComparable bound) =>
        entry.Kind == OptionKind.Size ? Show(entry, (long)(double)bound) : Show(entry, bound);

    // A value in the wrong place may be anything, so only a short one is repeated.
    private static string Quote(string text) =>
        text.Length <= 40 ? $"\"{text}\"" : $"a text of {text.Length} characters";
}
