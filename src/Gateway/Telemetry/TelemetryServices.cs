using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sidecar.Gateway.Telemetry;

internal static class TelemetryServices
{
    /// <summary>Adds the instruments, their collector and the metrics port's handler. Needs MetricsOptions.</summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<PrometheusText>();
        services.TryAddSingleton<MetricsEndpoint>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusText>());
        return services;
    }
}
