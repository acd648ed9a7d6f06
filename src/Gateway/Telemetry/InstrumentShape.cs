using System.Diagnostics.Metrics;

namespace Sidecar.Gateway.Telemetry;

/// <summary>What has to be known of an instrument to collect it.</summary>
/// <param name="Kind">The Prometheus type.</param>
/// <param name="IsAbsolute">Whether a measurement is the value itself, not a change of it.</param>
/// <param name="Bounds">Bucket bounds of a histogram; empty otherwise.</param>
internal readonly record struct InstrumentShape(MetricKind Kind, bool IsAbsolute, double[] Bounds)
{
    public static InstrumentShape Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (generic == typeof(Histogram<>))
        {
            return new(MetricKind.Histogram, false, BoundsOf(instrument));
        }

        if (generic == typeof(Counter<>))
        {
            return new(MetricKind.Counter, false, []);
        }

        if (generic == typeof(ObservableCounter<>))
        {
            return new(MetricKind.Counter, true, []);
        }

        return new(MetricKind.Gauge, generic != typeof(UpDownCounter<>), []);
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(b => (double)b)],
        _ => [.. HistogramBuckets.Durations.HistogramBucketBoundaries!],
    };
}
