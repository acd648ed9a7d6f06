using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;
using Sidecar.Grains.Detached;

namespace Sidecar.Gateway.Cluster.Redis;

internal static class RedisServices
{
    /// <summary>States have a connection of their own: they never wait behind payload bytes.</summary>
    private const string StatesLink = "states";

    /// <summary>Adds the bytes of answers and what writes them; only a stand-in for the store without Redis.</summary>
    public static IServiceCollection AddPayloadBytes(this IServiceCollection services, bool hasRedis)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PayloadWriter>();
        if (!hasRedis)
        {
            services.TryAddSingleton<IPayloadBytes, NoPayloadBytes>();
            return services;
        }

        services.TryAddSingleton(CreateLink);
        services.TryAddSingleton<IPayloadBytes, RedisPayloadBytes>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisLink>());
        services.AddHostedService(provider => provider.GetRequiredService<PayloadWriter>());
        return services;
    }

    /// <summary>Adds grains over their states in Redis, for when no silo answers. Needs the limits of the grains.</summary>
    public static IServiceCollection AddStoredGrains(this IServiceCollection services)
    {
        services.AddKeyedSingleton(StatesLink, (provider, _) => NewLink(provider));
        services.AddHostedService(provider => provider.GetRequiredKeyedService<RedisLink>(StatesLink));
        services.AddSingleton<IDetachedStates>(provider => ActivatorUtilities.CreateInstance<RedisStates>(
            provider, provider.GetRequiredKeyedService<RedisLink>(StatesLink)));
        services.AddSingleton<DetachedGrains>();
        services.AddSingleton<IGrainCalls, EngineOrStoreCalls>();
        return services;
    }

    private static RedisLink CreateLink(IServiceProvider provider)
    {
        var link = NewLink(provider);
        provider.GetRequiredService<GatewayMetrics>().ObserveRedis(() => link.IsConnected);
        return link;
    }

    private static RedisLink NewLink(IServiceProvider provider)
    {
        var configuration = RedisConfiguration.Create(provider.GetRequiredService<IOptions<RedisOptions>>().Value);
        return ActivatorUtilities.CreateInstance<RedisLink>(provider, configuration, new RedisLimits());
    }
}
