using System.Diagnostics.Metrics;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>What is known of the clients around this gateway.</remarks>
internal sealed partial class GatewayMetrics
{
    private volatile Func<double?>? _tokenSkew;
    private volatile Func<(BlockHead? Local, BlockHead? Builder)>? _heads;
    private TimeProvider _clock = TimeProvider.System;

    /// <summary>Seconds; null before the first token.</summary>
    public void ObserveTokenSkew(Func<double?> skew) => _tokenSkew = skew;

    public void ObserveHeads(Func<(BlockHead? Local, BlockHead? Builder)> heads, TimeProvider clock) =>
        (_clock, _heads) = (clock, heads);

    private void CreateClients()
    {
        _meter.CreateObservableGauge<double>(
            "sidecar.token.skew", () => _tokenSkew?.Invoke() is { } skew ? [new(skew)] : [], "s",
            "How far the clock of the last caller with a good signature was ahead of ours.");
        _meter.CreateObservableGauge(
            "sidecar.head.number", () => OfHeads(head => (double)head.Number), "{block}", "Number of each client's head.");
        _meter.CreateObservableGauge(
            "sidecar.head.age", () => OfHeads(head => _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0 - head.Timestamp),
            "s", "Age of each client's head, by its timestamp.");
    }

    private IEnumerable<Measurement<double>> OfHeads(Func<BlockHead, double> value)
    {
        var heads = _heads?.Invoke() ?? default;
        if (heads.Local is { } local)
        {
            yield return new(value(local), Tag("upstream", UpstreamName.Local.ToTag()));
        }

        if (heads.Builder is { } builder)
        {
            yield return new(value(builder), Tag("upstream", UpstreamName.Builder.ToTag()));
        }
    }
}
