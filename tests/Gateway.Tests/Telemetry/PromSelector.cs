using System.Text.RegularExpressions;

namespace Sidecar.Gateway.Tests.Telemetry;

/// <summary>A metric that a PromQL query reads, with the labels it looks at.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Labels">Label → the texts it is compared with; regular expressions taken apart at their bars.</param>
internal sealed partial record PromSelector(string Metric, IReadOnlyDictionary<string, string[]> Labels)
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset",
    };

    /// <summary>All that a query reads. Functions and the words of the language are told apart by what follows them.</summary>
    public static List<PromSelector> Of(string query)
    {
        var rest = Grouping().Replace(query, "");
        return [.. from match in Selector().Matches(rest)
                   let name = match.Groups["name"].Value
                   where !Words.Contains(name)
                   select new PromSelector(name, LabelsOf(match.Groups["labels"].Value))];
    }

    /// <summary>The labels that a query groups or joins by.</summary>
    public static IEnumerable<string> GroupedBy(string query) =>
        Grouping().Matches(query).SelectMany(match => match.Groups["labels"].Value.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The same labels in a legend or an annotation.</summary>
    public static IEnumerable<string> InTemplate(string template) =>
        Template().Matches(template).Select(match => match.Groups["label"].Value);

    private static Dictionary<string, string[]> LabelsOf(string labels) => Label().Matches(labels).ToDictionary(
        match => match.Groups["name"].Value, match => match.Groups["value"].Value.Split('|'));

    [GeneratedRegex(@"\b(by|without|on|ignoring)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w$""\[])(?<name>[a-zA-Z_]\w*)(?!\w|\s*\()(\{(?<labels>[^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<name>\w+)\s*(=~|!~|!=|=)\s*""(?<value>[^""]*)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\{\{\s*(\$labels\.)?(?<label>[a-z]\w*)\s*\}\}")]
    private static partial Regex Template();
}
