using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>The last measurement stands: gauges, and counters whose owner keeps the total.</summary>
internal sealed class LastSeries(string labels) : MetricSeries(labels)
{
    private double _value;

    public override void Record(long value) => Volatile.Write(ref _value, value);

    public override void Record(double value) => Volatile.Write(ref _value, value);

    public override void Write(StringBuilder text, string name) =>
        AppendSample(text, name, Labels, Number(Volatile.Read(ref _value)));
}
