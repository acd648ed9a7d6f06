using Microsoft.Extensions.DependencyInjection.Extensions;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Cluster.Blocks;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

internal static class ClusterServices
{
    /// <summary>
    /// Adds what the gateways of a chain share. Needs a host of grains, options, telemetry, operations, upstreams and
    /// health; to be added before the engine, whose store it replaces.
    /// </summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, bool hasRedis)
    {
        services.AddPayloadBytes(hasRedis);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClusterIdentity>();
        services.TryAddSingleton<IGrainCalls, EngineCalls>();
        services.TryAddSingleton<ClusterClient>();
        services.TryAddSingleton(CreateOutbox);
        services.TryAddSingleton(CreateGate);
        services.TryAddSingleton<IBuilderGate>(provider => provider.GetRequiredService<ClusterBuilderGate>());
        services.TryAddSingleton<ChainIdReader>();
        services.TryAddSingleton<ClusterWarmUp>();
        services.TryAddSingleton<ModeSharing>();
        services.TryAddSingleton<MemoryBuildStore>();
        services.TryAddSingleton<IBuildStore, ClusterBuildStore>();
        services.AddHostedService(provider => provider.GetRequiredService<Outbox>());
        services.AddHostedService<HandOver>();
        services.TryAddSingleton<ClusterHealth>();
        services.AddHostedService<ClusterWatch>();
        services.TryAddSingleton<ClusterBlocks>();
        services.AddHostedService<BlockSharing>();
        services.AddHostedService<BlockPump>();
        return services;
    }

    private static Outbox CreateOutbox(IServiceProvider provider)
    {
        var outbox = ActivatorUtilities.CreateInstance<Outbox>(provider);
        var cluster = provider.GetRequiredService<ClusterClient>();
        provider.GetRequiredService<GatewayMetrics>().ObserveCluster(() => cluster.IsReachable, () => outbox.Count);
        return outbox;
    }

    private static ClusterBuilderGate CreateGate(IServiceProvider provider)
    {
        var gate = ActivatorUtilities.CreateInstance<ClusterBuilderGate>(provider);
        var identity = provider.GetRequiredService<ClusterIdentity>();
        provider.GetRequiredService<GatewayMetrics>().ObserveBuilderGate(
            () => gate.View?.Writer?.GatewayId == identity.GatewayId,
            () => gate.View?.Breaker.Phase ?? BreakerPhase.Closed);
        return gate;
    }
}
