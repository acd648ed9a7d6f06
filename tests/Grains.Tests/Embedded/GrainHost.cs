using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Persistence;
using Sidecar.Grains.Builders;
using StackExchange.Redis;

namespace Sidecar.Grains.Tests.Embedded;

/// <summary>A host of the grains, as a gateway has it.</summary>
internal sealed class GrainHost : IAsyncDisposable
{
    public const string ServiceId = "test";

    private readonly ServiceProvider _services;

    private GrainHost(ServiceProvider services) => _services = services;

    public static GrainHost OnMemory(TimeProvider? time = null) => Start(
        grains => grains.AddMemoryGrainStorage(GrainStores.Payloads).AddMemoryGrainStorage(GrainStores.Cluster),
        new BuilderGrainOptions(),
        time);

    public static GrainHost OnRedis(RedisServer redis, BuilderGrainOptions? limits = null) => Start(
        grains => grains
            .AddRedisGrainStorage(GrainStores.Payloads, options => Configure(options, redis))
            .AddRedisGrainStorage(GrainStores.Cluster, options => Configure(options, redis)),
        limits ?? new BuilderGrainOptions());

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

    private static void Configure(RedisStorageOptions options, RedisServer redis)
    {
        options.ConfigurationOptions = ConfigurationOptions.Parse(redis.Endpoint);

        // What is not about time must not fail for want of it on a busy machine.
        options.CommandTimeout = Patience.Default;
    }

    private static GrainHost Start(
        Action<EmbeddedGrainBuilder> addStores, BuilderGrainOptions limits, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton(limits);
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
            service.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return host;
    }
}
