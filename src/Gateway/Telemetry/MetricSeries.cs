using System.Globalization;
using System.Text;

namespace Sidecar.Gateway.Telemetry;

/// <summary>The values of one instrument under one set of tags.</summary>
/// <param name="labels">The labels as text, without braces; empty if there are none.</param>
internal abstract class MetricSeries(string labels)
{
    /// <summary>The labels as text, without braces.</summary>
    protected string Labels { get; } = labels;

    /// <summary>Takes a measurement. Any thread; never waits or allocates.</summary>
    public abstract void Record(long value);

    /// <summary>Takes a measurement. Any thread; never waits or allocates.</summary>
    public abstract void Record(double value);

    /// <summary>Appends the sample lines.</summary>
    public abstract void Write(StringBuilder text, string name);

    protected static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    protected static void AppendSample(StringBuilder text, string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    /// <summary>Adds without a lock: retried until no other thread came in between.</summary>
    protected static void Add(ref double total, double value)
    {
        var seen = Volatile.Read(ref total);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref total, seen + value, seen);
            if (found.Equals(seen))
            {
                return;
            }

            seen = found;
        }
    }
}
