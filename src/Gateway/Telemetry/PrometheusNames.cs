using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>How names, labels and texts are spelt in the Prometheus text format 0.0.4.</summary>
internal static class PrometheusNames
{
    /// <summary>
    /// Dots become underscores, seconds and bytes are named, counters end in <c>_total</c>. A name without a dot is
    /// somebody else's (rollup-boost's) and stays as it is.
    /// </summary>
    public static string Metric(string name, string? unit, MetricKind kind)
    {
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            return name;
        }

        var text = Sanitize(name);
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!text.EndsWith(suffix, StringComparison.Ordinal))
        {
            text += suffix;
        }

        return kind == MetricKind.Counter ? text + "_total" : text;
    }

    public static string Type(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        _ => throw new UnreachableException(),
    };

    /// <summary>The labels in the order of their names, without braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        return string.Join(',', sorted.Select(tag => $"{Sanitize(tag.Key)}=\"{EscapeLabel(tag.Value)}\""));
    }

    public static string EscapeHelp(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(object? value) =>
        EscapeHelp(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")
            .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return char.IsAsciiDigit(text[0]) ? $"_{text}" : text.ToString();
    }
}
