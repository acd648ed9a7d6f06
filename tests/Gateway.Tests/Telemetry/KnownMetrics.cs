using System.Diagnostics.Metrics;
using System.Reflection;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Tests.Documentation;

namespace Sidecar.Gateway.Tests.Telemetry;

/// <summary>Everything that a gateway serves, to hold queries against.</summary>
internal sealed class KnownMetrics
{
    private static readonly string[] OfPrometheus = ["job", "instance", "le"];
    private static readonly string[] OutcomesOfText = ["ok", "failed", "l2"];

    private readonly Dictionary<string, string[]> _labels;
    private readonly HashSet<string> _values;

    private KnownMetrics(Dictionary<string, string[]> labels) => (_labels, _values) = (labels, [.. Values(), .. OutcomesOfText]);

    public static async Task<KnownMetrics> ReadAsync()
    {
        using var host = await TelemetryHost.StartAsync();
        var labels = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["up"] = [] };
        var documented = Repository.TableRows("docs/metrics.md", cell => cell.StartsWith('`'))
            .ToDictionary(cells => cells[1].Trim('`'), cells => Tags(cells[3]));
        foreach (var instrument in Instruments(host.MeterFactory))
        {
            var kind = InstrumentShape.Of(instrument).Kind;
            var name = PrometheusNames.Metric(instrument.Name, instrument.Unit, kind);
            string[] suffixes = kind == MetricKind.Histogram ? ["_bucket", "_sum", "_count"] : [""];
            foreach (var suffix in suffixes)
            {
                labels[name + suffix] = documented.GetValueOrDefault(name, []);
            }
        }

        return new(labels);
    }

    /// <summary>What is wrong with a query and the labels that its result is named by.</summary>
    public IEnumerable<string> Problems(string query, IEnumerable<string> resultLabels)
    {
        var selectors = PromSelector.Of(query);
        foreach (var selector in selectors)
        {
            if (!_labels.TryGetValue(selector.Metric, out var labels))
            {
                yield return $"there is no {selector.Metric}: {query}";
                continue;
            }

            foreach (var (label, texts) in selector.Labels)
            {
                if (OfPrometheus.Contains(label))
                {
                    continue;
                }

                if (!labels.Contains(label))
                {
                    yield return $"{selector.Metric} has no {label}: {query}";
                }

                foreach (var text in texts.Where(text => !_values.Contains(text)))
                {
                    yield return $"{label} is never {text}: {query}";
                }
            }
        }

        var known = selectors.SelectMany(selector => _labels.GetValueOrDefault(selector.Metric, [])).Concat(OfPrometheus);
        foreach (var label in PromSelector.GroupedBy(query).Concat(resultLabels).Except(known))
        {
            yield return $"nothing in it has {label}: {query}";
        }

        if (selectors.Count == 0)
        {
            yield return $"reads nothing: {query}";
        }
    }

    /// <summary>The same for what a text says: a histogram goes there by its name alone.</summary>
    public IEnumerable<string> ProblemsInText(string query) => PromSelector.Of(query) is [{ Metric: var name }]
        && !_labels.ContainsKey(name) && _labels.ContainsKey(name + "_count")
            ? Problems(query.Replace(name, name + "_count", StringComparison.Ordinal), [])
            : Problems(query, []);

    private static string[] Tags(string cell) =>
        [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(tag => tag.Trim('`'))];

    private static List<Instrument> Instruments(IMeterFactory factory)
    {
        List<Instrument> found = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) || instrument.Meter.Name == "System.Runtime")
            {
                found.Add(instrument);
            }
        };
        listener.Start();
        return found;
    }

    /// <summary>The text of every value of every enum that is a tag.</summary>
    private static IEnumerable<string> Values() =>
        from method in typeof(MetricTags).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where method.Name == nameof(MetricTags.ToTag)
        from value in Enum.GetValues(method.GetParameters()[0].ParameterType).Cast<object>()
        select (string)method.Invoke(null, [value])!;
}
