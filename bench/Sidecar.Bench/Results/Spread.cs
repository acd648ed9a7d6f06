namespace Sidecar.Bench.Results;

/// <summary>Three percentiles.</summary>
internal sealed record Spread(double? P50, double? P99, double? P999)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(
        Statistics.Median(values), Statistics.Percentile(values, 0.99), Statistics.Percentile(values, 0.999));

    public Spread RatioTo(Spread reference) => new(
        Statistics.Ratio(P50, reference.P50), Statistics.Ratio(P99, reference.P99), Statistics.Ratio(P999, reference.P999));
}
