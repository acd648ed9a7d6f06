using Microsoft.Extensions.DependencyInjection.Extensions;
using Sidecar.Gateway.Page.Api;
using Sidecar.Gateway.Page.Events;

namespace Sidecar.Gateway.Page;

internal static class PageServices
{
    /// <summary>Adds the operator's page. Needs blocks, builders, the cluster, health and operations.</summary>
    public static IServiceCollection AddPage(this IServiceCollection services)
    {
        services.TryAddSingleton<PageAccess>();
        services.TryAddSingleton<PageAssets>();
        services.TryAddSingleton<BlockViews>();
        services.TryAddSingleton<StatusViews>();
        services.TryAddSingleton<GrainViews>();
        services.TryAddSingleton<ModeCommand>();
        services.TryAddSingleton<ApiRoutes>();
        services.TryAddSingleton<ApiEndpoint>();
        services.TryAddSingleton<EventHub>();
        services.TryAddSingleton<EventStream>();
        services.TryAddSingleton<PageEndpoint>();
        services.AddHostedService<StatusPulse>();
        return services;
    }
}
