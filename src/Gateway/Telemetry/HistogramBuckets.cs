using System.Diagnostics.Metrics;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Upper bounds of histogram buckets, chosen once per kind of value.</summary>
internal static class HistogramBuckets
{
    /// <summary>100 µs, the order of what we add to a call, to 10 s, where op-node gives up.</summary>
    public static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries =
            [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>Both signs: a builder may do worse than local. The ends are a full block of today's chains.</summary>
    public static readonly InstrumentAdvice<long> GasDeltas = new()
    {
        HistogramBucketBoundaries =
        [
            -100_000_000, -30_000_000, -10_000_000, -3_000_000, -1_000_000, -100_000, -1, 0,
            21_000, 100_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000,
        ],
    };

    /// <summary>Both signs, see <see cref="GasDeltas"/>.</summary>
    public static readonly InstrumentAdvice<long> TransactionDeltas = new()
    {
        HistogramBucketBoundaries = [-1000, -300, -100, -30, -10, -3, -1, 0, 1, 3, 10, 30, 100, 300, 1000],
    };
}
