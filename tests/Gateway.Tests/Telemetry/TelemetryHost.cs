using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Tests.Telemetry;

/// <summary>The telemetry of one gateway, apart from every other in this process.</summary>
internal sealed class TelemetryHost : IDisposable
{
    private readonly ServiceProvider _services;

    private TelemetryHost(bool enabled)
    {
        var services = new ServiceCollection().AddLogging().AddTelemetry();
        services.Configure<MetricsOptions>(options => options.Enabled = enabled);
        _services = services.BuildServiceProvider();
    }

    public GatewayMetrics Metrics => _services.GetRequiredService<GatewayMetrics>();

    public PrometheusText Prometheus => _services.GetRequiredService<PrometheusText>();

    public MetricsEndpoint Endpoint => _services.GetRequiredService<MetricsEndpoint>();

    public IMeterFactory MeterFactory => _services.GetRequiredService<IMeterFactory>();

    public static async Task<TelemetryHost> StartAsync(bool enabled = true)
    {
        var host = new TelemetryHost(enabled);
        await host.Prometheus.StartAsync(CancellationToken.None);
        _ = host.Metrics;
        return host;
    }

    public string[] Lines() => Prometheus.Render().Split('\n');

    public void Dispose() => _services.Dispose();
}
