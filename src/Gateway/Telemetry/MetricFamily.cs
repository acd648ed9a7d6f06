using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>One instrument as Prometheus sees it: a name, a type and its series.</summary>
internal sealed class MetricFamily
{
    /// <summary>Most series of one instrument; further tag sets share one that says so.</summary>
    public const int SeriesMax = 1000;

    private readonly string _help;
    private readonly double[] _bounds;
    private readonly bool _isAbsolute;
    private readonly ConcurrentDictionary<string, MetricSeries> _seriesByLabels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries> _series =
        new(new TagListComparer());
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;

    public MetricFamily(Instrument instrument)
    {
        var shape = InstrumentShape.Of(instrument);
        Name = PrometheusNames.Metric(instrument.Name, instrument.Unit, shape.Kind);
        Kind = shape.Kind;
        IsObserved = instrument.IsObservable;
        _isAbsolute = shape.IsAbsolute;
        _bounds = shape.Bounds;
        _help = instrument.Description ?? "";
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public string Name { get; }

    public MetricKind Kind { get; }

    /// <summary>Whether the values come from a callback at each scrape.</summary>
    public bool IsObserved { get; }

    /// <summary>Finds the series of these tags; allocates only the first time they are seen.</summary>
    public MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _lookup.TryGetValue(tags, out var series) ? series : AddSeries(tags);

    /// <summary>Forgets the last observation, so that what is not reported again disappears.</summary>
    public void Clear()
    {
        _series.Clear();
        _seriesByLabels.Clear();
    }

    public void Write(StringBuilder text)
    {
        if (_seriesByLabels.IsEmpty)
        {
            return;
        }

        text.Append("# HELP ").Append(Name).Append(' ').Append(PrometheusNames.EscapeHelp(_help)).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(PrometheusNames.Type(Kind)).Append('\n');
        foreach (var (_, series) in _seriesByLabels.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            series.Write(text, Name);
        }
    }

    private MetricSeries AddSeries(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_series.Count >= SeriesMax)
        {
            return _seriesByLabels.GetOrAdd("overflow=\"true\"", Create);
        }

        var series = _seriesByLabels.GetOrAdd(PrometheusNames.Labels(tags), Create);
        _series.TryAdd(tags.ToArray(), series);
        return series;
    }

    private MetricSeries Create(string labels)
    {
        if (Kind == MetricKind.Histogram)
        {
            return new HistogramSeries(labels, _bounds);
        }

        return _isAbsolute ? new LastSeries(labels) : new SumSeries(labels);
    }
}
