using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster.Redis;

internal static class RedisServices
{
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

    private static RedisLink CreateLink(IServiceProvider provider)
    {
        var configuration = RedisConfiguration.Create(provider.GetRequiredService<IOptions<RedisOptions>>().Value);
        var link = ActivatorUtilities.CreateInstance<RedisLink>(provider, configuration, new RedisLimits());
        provider.GetRequiredService<GatewayMetrics>().ObserveRedis(() => link.IsConnected);
        return link;
    }
}
