using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains;
using Sidecar.Grains.Builders;

namespace Sidecar.MicroBench;

/// <summary>What a walk waits for at most three times: a call of a grain on the embedded engine, states in memory.</summary>
public class GrainCallBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ServiceProvider _services = null!;
    private IGrainFactory _grains = null!;
    private IPayloadGrain _grain = null!;
    private int _number;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new BuilderGrainOptions());
        services.AddSidecarGrains();
        services.AddEmbeddedGrains(grains =>
        {
            grains.Options.ServiceId = "bench";
            grains.AddGrains(GrainServices.Assembly);
            grains.AddMemoryGrainStorage(GrainStores.Payloads);
            grains.AddMemoryGrainStorage(GrainStores.Cluster);
        });
        _services = services.BuildServiceProvider();
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        _grains = _services.GetRequiredService<IGrainFactory>();
        _grain = await OpenAsync();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    /// <summary>A look at a build that is known.</summary>
    [Benchmark]
    public Task<PayloadRecord?> Find() => _grain.Find(CancellationToken.None);

    /// <summary>The decision of a build that has one: nothing is written.</summary>
    [Benchmark]
    public Task<PayloadDecision> DecideAgain() => _grain.Decide(Build(0), Decision, CancellationToken.None);

    /// <summary>A grain that is not there yet: activated, its state read, and written with a new build.</summary>
    [Benchmark]
    public Task<IPayloadGrain> OpenNew() => OpenAsync();

    private static PayloadDecision Decision { get; } =
        new(PayloadSource.Builder, FallbackReason.None, BlockHash.Zero, 1, 21_000, 1, 4, "a", Now);

    private async Task<IPayloadGrain> OpenAsync()
    {
        var grain = _grains.GetGrain<IPayloadGrain>(GrainKeys.Payload(1, new PayloadId((ulong)_number)));
        await grain.Open(Build(_number++), CancellationToken.None);
        return grain;
    }

    private static PayloadBuild Build(int number) =>
        new(new BuildDigest(0, (ulong)number), BlockHash.Zero, 100, "{}", "a", Now);
}
