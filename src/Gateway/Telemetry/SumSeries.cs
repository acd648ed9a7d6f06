using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Measurements are added up: counters, and gauges that are told of changes.</summary>
internal sealed class SumSeries(string labels) : MetricSeries(labels)
{
    // Apart, so that whole numbers stay exact and cost one atomic addition.
    private long _whole;
    private double _fraction;

    public override void Record(long value) => Interlocked.Add(ref _whole, value);

    public override void Record(double value) => Add(ref _fraction, value);

    public override void Write(StringBuilder text, string name)
    {
        var whole = Volatile.Read(ref _whole);
        var fraction = Volatile.Read(ref _fraction);
        var value = fraction == 0 ? whole.ToString(CultureInfo.InvariantCulture) : Number(whole + fraction);
        AppendSample(text, name, Labels, value);
    }
}
