using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Health;

internal static class HealthServices
{
    /// <summary>Adds health, its poller and its handler. The composition root adds <see cref="HeadSources"/>.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CreateState);
        services.TryAddSingleton<HealthEndpoint>();
        services.TryAddSingleton<HeadPoller>();
        services.AddHostedService(provider => provider.GetRequiredService<HeadPoller>());
        return services;
    }

    private static HealthState CreateState(IServiceProvider provider)
    {
        var mode = provider.GetRequiredService<ExecutionModeSwitch>();
        var state = new HealthState(
            provider.GetRequiredService<IOptions<HealthOptions>>().Value,
            mode.Current,
            provider.GetRequiredService<IOptions<BuilderOptions>>().Value.Url is not null,
            provider.GetRequiredService<TimeProvider>());
        mode.Changed += state.ModeChanged;

        // Not at the end of the poller: that stops last, when the callers' connections are already gone.
        provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(state.Stopping);
        return state;
    }
}
