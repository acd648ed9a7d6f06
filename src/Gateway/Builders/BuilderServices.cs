using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

internal static class BuilderServices
{
    /// <summary>Adds the builder's lane, sync watch and mirror; only a stand-in when there is no builder.</summary>
    public static IServiceCollection AddBuilders(this IServiceCollection services, bool hasBuilder)
    {
        services.TryAddSingleton(CreateSources);
        if (!hasBuilder)
        {
            services.TryAddSingleton<IBuilderRelay, NoBuilderRelay>();
            return services;
        }

        services.TryAddSingleton(CreateSync);
        services.TryAddSingleton(CreateBlocks);
        services.TryAddSingleton<BuilderMirror>();
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<MinerSettings>(
            provider, provider.GetRequiredService<BuilderClients>().Mirror!));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<BuilderLane>(
            provider, provider.GetRequiredService<BuilderClients>().Lane!));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<MirrorQueue>(
            provider, provider.GetRequiredService<BuilderClients>().Mirror!));
        services.TryAddSingleton<BuilderRelay>();
        services.TryAddSingleton<IBuilderRelay>(provider => ActivatorUtilities.CreateInstance<LateReading>(
            provider, provider.GetRequiredService<BuilderRelay>()));
        services.AddSingleton<IBuilderHeadObserver>(provider => provider.GetRequiredService<BuilderRelay>());
        services.AddHostedService(provider => provider.GetRequiredService<BuilderLane>());
        services.AddHostedService(provider => provider.GetRequiredService<MirrorQueue>());
        services.AddHostedService(provider => provider.GetRequiredService<MinerSettings>());
        services.AddHostedService<BuilderWiring>();
        return services;
    }

    private static BuilderSync CreateSync(IServiceProvider provider)
    {
        var health = provider.GetRequiredService<IOptions<HealthOptions>>().Value;
        var sync = new BuilderSync(
            provider.GetRequiredService<TimeProvider>(), health.MaxUnsafeInterval, health.PollInterval * 2);
        provider.GetRequiredService<GatewayMetrics>().ObserveBuilderState(() => sync.State);
        return sync;
    }

    private static ReplayBlocks CreateBlocks(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<BoostSyncOptions>>().Value;
        return new ReplayBlocks(options.ReplayBlocksMax, options.ReplayBytesMax);
    }

    private static HeadSources CreateSources(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<HealthOptions>>();
        var time = provider.GetRequiredService<TimeProvider>();
        var local = provider.GetRequiredService<LocalClients>().Poll;
        var builder = provider.GetRequiredService<BuilderClients>().Poll;
        return new HeadSources(
            new UpstreamHeadSource(local, asksSyncing: true, options, time),
            builder is null ? null : new UpstreamHeadSource(builder, asksSyncing: false, options, time));
    }
}
