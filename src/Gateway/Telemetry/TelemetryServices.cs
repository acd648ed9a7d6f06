using Microsoft.Extensions.DependencyInjection.Extensions;
using Sidecar.Gateway.Telemetry.Tracing;

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
        services.TryAddSingleton<BuildTraces>();
        services.AddHostedService(provider => provider.GetRequiredService<PrometheusText>());
        return services;
    }

    /// <summary>Adds the export of traces, where it is switched on. Needs telemetry.</summary>
    public static IServiceCollection AddTracing(this IServiceCollection services, bool isEnabled) =>
        isEnabled ? services.AddHostedService<TraceExport>() : services;
}
