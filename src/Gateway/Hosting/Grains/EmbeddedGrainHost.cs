using Orleans.Persistence;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Grains;

namespace Sidecar.Gateway.Hosting.Grains;

/// <summary>Hosts the grains inside this process. With Redis, many gateways share their states.</summary>
internal static class GrainHost
{
    /// <summary>Longest wait of a grain for one command of Redis; walks have stopped waiting long before.</summary>
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(1);

    public static void Add(WebApplicationBuilder builder, GatewaySettings settings)
    {
        builder.Services
            .AddSingleton(new GrainEngine("embedded"))
            .AddSingleton(GrainLimits.From(settings))
            .AddSidecarGrains();
        builder.Services.AddEmbeddedGrains(grains =>
        {
            grains.Options.ServiceId = settings.Cluster.ServiceId;
            grains.Options.CollectionAge = TimeSpan.FromMinutes(2);
            grains.AddGrains(GrainServices.Assembly);
            if (settings.Redis.Endpoints.Count == 0)
            {
                grains.AddMemoryGrainStorage(GrainStores.Payloads);
                grains.AddMemoryGrainStorage(GrainStores.Cluster);
                return;
            }

            grains.AddRedisGrainStorage(GrainStores.Payloads, redis => Configure(redis, settings, settings.Cluster.StateAgeMax));
            grains.AddRedisGrainStorage(GrainStores.Cluster, redis => Configure(redis, settings, expiry: null));
        });
    }

    private static void Configure(RedisStorageOptions redis, GatewaySettings settings, TimeSpan? expiry)
    {
        redis.ConfigurationOptions = RedisConfiguration.Create(settings.Redis);
        redis.CommandTimeout = CommandTimeout;
        redis.EntryExpiry = expiry;
    }
}
