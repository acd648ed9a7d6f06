using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Telemetry;

/// <summary>Collects the meters of this process and writes them as Prometheus text.</summary>
/// <remarks>
/// Written here because the package source has neither prometheus-net nor OpenTelemetry's Prometheus exporters, see
/// docs/adr/0004-own-prometheus-text.md. As long as the metrics port is closed nothing is listened to, and instruments
/// cost a comparison.
/// </remarks>
internal sealed partial class PrometheusText : IHostedService, IDisposable
{
    private static readonly string[] Meters =
        [GatewayMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly IMeterFactory _meterFactory;
    private readonly MetricsOptions _options;
    private readonly ILogger<PrometheusText> _logger;
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scrape = new();

    public PrometheusText(IMeterFactory meterFactory, IOptions<MetricsOptions> options, ILogger<PrometheusText> logger)
    {
        _meterFactory = meterFactory;
        _options = options.Value;
        _logger = logger;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
    }

    /// <summary>Starts to listen. Must run before the first request, or that one is not counted.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Enabled)
        {
            _listener.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads the observed instruments and writes everything, ordered by name.</summary>
    public string Render()
    {
        var text = new StringBuilder(16 * 1024);
        lock (_scrape)
        {
            Observe();
            foreach (var (_, family) in _families.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                family.Write(text);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)state!).Series(tags).Record(value);

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)state!).Series(tags).Record(value);

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        // Meters without a scope are the runtime's; a scope is the factory of one host, and a process may have several.
        var meter = instrument.Meter;
        if (!Meters.Contains(meter.Name) || (meter.Scope is not null && !ReferenceEquals(meter.Scope, _meterFactory)))
        {
            return;
        }

        var family = new MetricFamily(instrument);
        listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
    }

    private void Observe()
    {
        foreach (var (_, family) in _families)
        {
            if (family.IsObserved)
            {
                family.Clear();
            }
        }

        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException exception)
        {
            // Thrown after all of them were asked: one broken callback must not hide the other instruments.
            Log.CallbackFailed(_logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8001, LogLevel.Error, "An observed instrument could not be read.")]
        public static partial void CallbackFailed(ILogger logger, Exception exception);
    }
}
