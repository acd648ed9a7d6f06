using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Tests.Upstream;

/// <summary>Metrics of one test, and what was counted with them.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();
    private Meter? _meter;

    public TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => tag.Value)]);
            _counts.AddOrUpdate(name, value, (_, before) => before + value);
        });
        _listener.Start();
        Metrics = new GatewayMetrics(this);
    }

    public GatewayMetrics Metrics { get; }

    /// <summary>What an observed instrument without tags shows now.</summary>
    public long Observed(string name)
    {
        _counts.Clear();
        _listener.RecordObservableInstruments();
        return _counts.GetValueOrDefault(name);
    }

    /// <summary>What a counter with these tag values counted.</summary>
    public long Count(string nameAndTags) => _counts.GetValueOrDefault(nameAndTags);

    public Meter Create(MeterOptions options) => _meter = new Meter(options);

    public void Dispose()
    {
        _listener.Dispose();
        _meter?.Dispose();
    }
}
