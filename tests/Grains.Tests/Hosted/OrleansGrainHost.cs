using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Persistence;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using Sidecar.Grains.Builders;
using StackExchange.Redis;

namespace Sidecar.Grains.Tests.Hosted;

/// <summary>A host of the grains, as a gateway has it: a silo of Orleans.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    public const string ServiceId = "test";

    private readonly IGrainFactory _grains;
    private readonly Func<ValueTask> _stop;

    private GrainHost(IGrainFactory grains, Func<ValueTask> stop) => (_grains, _stop) = (grains, stop);

    public static SystemTextJsonGrainStorageSerializer Serializer { get; } = CreateSerializer();

    public static async Task<GrainHost> OnMemoryAsync(ManualTimeProvider time)
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(new OtherCalendar(time)).AddSidecarGrains();
            silo.AddMemoryGrainStorage(GrainStores.Payloads).AddMemoryGrainStorage(GrainStores.Cluster);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster.GetSiloServiceProvider().GetRequiredService<IGrainFactory>(), cluster.DisposeAsync);
    }

    /// <summary>Hosts on one Redis are silos of one cluster.</summary>
    public static async Task<GrainHost> OnRedisAsync(RedisServer redis, BuilderGrainOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(ids => (ids.ServiceId, ids.ClusterId) = (ServiceId, "test-cluster"));
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort.Next(), FreePort.Next());
            silo.UseRedisClustering(redis.Endpoint);
            silo.UseSystemTextJsonGrainStorageSerializer();
            silo.AddRedisGrainStorage(GrainStores.Payloads, store => Configure(store, redis));
            silo.AddRedisGrainStorage(GrainStores.Cluster, store => Configure(store, redis));
            silo.Services.AddSingleton(options).AddSidecarGrains();
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host.Services.GetRequiredService<IGrainFactory>(), async () =>
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        });
    }

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey => _grains.GetGrain<TGrain>(key);

    public ValueTask DisposeAsync() => _stop();

    private static void Configure(RedisStorageOptions store, RedisServer redis) =>
        store.ConfigurationOptions = ConfigurationOptions.Parse(redis.Endpoint);

    private static SystemTextJsonGrainStorageSerializer CreateSerializer() =>
        new(Options.Create(new SystemTextJsonGrainStorageSerializerOptions()));

    /// <summary>Grains read the test's clock; what Orleans waits for goes by the real one.</summary>
    private sealed class OtherCalendar(ManualTimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
    }
}
