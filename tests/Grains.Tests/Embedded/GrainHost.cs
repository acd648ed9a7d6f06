using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Embedded.Tests.Redis;
using Orleans.Hosting;
using Sidecar.Grains.Builders;

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

    public static GrainHost OnRedis(RedisServer redis, BuilderGrainOptions? options = null) => Start(
        grains => grains
            .AddRedisGrainStorage(GrainStores.Payloads, redis.Configure)
            .AddRedisGrainStorage(GrainStores.Cluster, redis.Configure),
        options ?? new BuilderGrainOptions());

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

    private static GrainHost Start(
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
            service.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return host;
    }
}
