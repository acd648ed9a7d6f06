using Microsoft.Extensions.Options;

namespace Sidecar.Gateway.Configuration;

/// <summary>Registers what <see cref="GatewayConfiguration"/> read.</summary>
internal static class GatewayOptionsExtensions
{
    /// <summary>Adds the settings, and each of their option objects as <see cref="IOptions{TOptions}"/>.</summary>
    public static IServiceCollection AddGatewayOptions(this IServiceCollection services, GatewaySettings settings) =>
        services
            .AddSingleton(settings)
            .AddSingleton(settings.Secrets)
            .AddSingleton(Options.Create(settings.Engine))
            .AddSingleton(Options.Create(settings.Local))
            .AddSingleton(Options.Create(settings.Builder))
            .AddSingleton(Options.Create(settings.Selection))
            .AddSingleton(Options.Create(settings.Health))
            .AddSingleton(Options.Create(settings.BoostSync))
            .AddSingleton(Options.Create(settings.Builds))
            .AddSingleton(Options.Create(settings.Cluster))
            .AddSingleton(Options.Create(settings.Silo))
            .AddSingleton(Options.Create(settings.Redis))
            .AddSingleton(Options.Create(settings.Breaker))
            .AddSingleton(Options.Create(settings.Operations))
            .AddSingleton(Options.Create(settings.Metrics))
            .AddSingleton(Options.Create(settings.Tracing))
            .AddSingleton(Options.Create(settings.Log));
}
