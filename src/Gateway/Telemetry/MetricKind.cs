namespace Sidecar.Gateway.Telemetry;

/// <summary>The types of the Prometheus text format that we write.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
