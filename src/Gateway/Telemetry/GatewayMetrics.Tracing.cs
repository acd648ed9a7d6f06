using System.Diagnostics.Metrics;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>The export of traces.</remarks>
internal sealed partial class GatewayMetrics
{
    private Counter<long> _spans = null!;

    /// <summary>Spans went to the collector, or were lost.</summary>
    public void SpansExported(long count, bool isTaken) =>
        _spans.Add(count, Tag("outcome", isTaken ? "ok" : "failed"));

    private void CreateTracing() => _spans = _meter.CreateCounter<long>(
        "sidecar.spans", "{span}", "Spans sent to the collector of traces, by outcome.");
}
