using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Measurements are sorted into buckets.</summary>
internal sealed class HistogramSeries : MetricSeries
{
    private readonly double[] _bounds;
    private readonly string[] _bucketLabels;
    private readonly long[] _counts;
    private double _sum;

    public HistogramSeries(string labels, double[] bounds)
        : base(labels)
    {
        var comma = labels.Length > 0 ? "," : "";
        _bounds = bounds;
        _bucketLabels = [.. bounds.Append(double.PositiveInfinity).Select(b => $"{labels}{comma}le=\"{Number(b)}\"")];
        _counts = new long[bounds.Length + 1];
    }

    public override void Record(long value) => Record((double)value);

    public override void Record(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        // A bound is inclusive: "le" is less or equal.
        var index = Array.BinarySearch(_bounds, value);
        Interlocked.Increment(ref _counts[index >= 0 ? index : ~index]);
        Add(ref _sum, value);
    }

    public override void Write(StringBuilder text, string name)
    {
        long total = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
            AppendSample(text, name + "_bucket", _bucketLabels[i], total.ToString(CultureInfo.InvariantCulture));
        }

        AppendSample(text, name + "_sum", Labels, Number(Volatile.Read(ref _sum)));

        // The count is what the buckets add up to, so that it can never contradict them.
        AppendSample(text, name + "_count", Labels, total.ToString(CultureInfo.InvariantCulture));
    }
}
