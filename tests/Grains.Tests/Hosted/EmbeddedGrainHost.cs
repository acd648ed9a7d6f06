using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Persistence;
using Orleans.Storage;
using Sidecar.Grains.Builders;
using StackExchange.Redis;

namespace Sidecar.Grains.Tests.Hosted;

/// <summary>A host of the grains, as a gateway has it: on the embedded engine.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    public const string ServiceId = "test";

    private readonly ServiceProvider _services;

    private GrainHost(ServiceProvider services) => _services = services;

    public static SystemTextJsonGrainStorageSerializer Serializer { get; } = new();

    public static Task<GrainHost> OnMemoryAsync(ManualTimeProvider time) => StartAsync(
        grains => grains.AddMemoryGrainStorage(GrainStores.Payloads).AddMemoryGrainStorage(GrainStores.Cluster),
        new BuilderGrainOptions(),
        time);

    public static Task<GrainHost> OnRedisAsync(RedisServer redis, BuilderGrainOptions options) => StartAsync(
        grains => grains
            .AddRedisGrainStorage(GrainStores.Payloads, store => Configure(store, redis))
            .AddRedisGrainStorage(GrainStores.Cluster, store => Configure(store, redis)),
        options);

    public TGrain Grain<TGrain>(string key)
        where TGrain : IGrainWithStringKey =>
        _services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Default);
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(patience.Token);
        }

        await _services.DisposeAsync();
    }

    private static void Configure(RedisStorageOptions store, RedisServer redis)
    {
        store.ConfigurationOptions = ConfigurationOptions.Parse(redis.Endpoint);

        // What is not about time must not fail for want of it on a busy machine.
        store.CommandTimeout = Patience.Default;
    }

    private static async Task<GrainHost> StartAsync(
        Action<EmbeddedGrainBuilder> addStores, BuilderGrainOptions options, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(options);
        services.AddSidecarGrains();
        services.AddEmbeddedGrains(grains =>
        {
            grains.Options.ServiceId = ServiceId;
            grains.AddGrains(GrainServices.Assembly);
            addStores(grains);
        });
        var host = new GrainHost(services.BuildServiceProvider());
        foreach (var service in host._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return host;
    }
}
