using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Sidecar.Gateway.Operations;

internal static class OperationsServices
{
    /// <summary>Adds the execution mode and the operations port's handler. Needs telemetry.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExecutionModeSwitch>();
        services.TryAddSingleton<DebugApi>();
        services.TryAddSingleton<FailureLimit>();
        services.TryAddSingleton<OperationsGuard>();
        services.TryAddSingleton<DashboardEndpoint>();
        return services;
    }
}
