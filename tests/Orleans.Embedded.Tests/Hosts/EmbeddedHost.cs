using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests;

/// <summary>One host of grains, as a process has it.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EmbeddedHost(ServiceProvider services) => _services = services;

    public Stage Stage => _services.GetRequiredService<Stage>();

    public GrainCatalog Catalog => _services.GetRequiredService<GrainCatalog>();

    public static EmbeddedHost Start(Action<EmbeddedGrainBuilder> configure, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton<Stage>();
        services.AddEmbeddedGrains(configure);
        var host = new EmbeddedHost(services.BuildServiceProvider());
        foreach (var service in host._services.GetServices<IHostedService>())
        {
            service.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return host;
    }

    public TGrain Grain<TGrain>(string key, string? prefix = null)
        where TGrain : IGrainWithStringKey =>
        _services.GetRequiredService<IGrainFactory>().GetGrain<TGrain>(key, prefix);

    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Default);
        await StopAsync(patience.Token);
        await _services.DisposeAsync();
    }
}
