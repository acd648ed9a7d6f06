using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Activations;

public sealed class StoppingTests
{
    [Fact]
    public async Task Stop_CallsRunAndWait_LetsThemEndAndDeactivates()
    {
        await using var host = StartCounter();
        var grain = host.Grain<ICounterGrain>("a");
        var running = grain.IncrementSlowly("gate");
        await host.Stage.Entered("gate");
        var waiting = grain.Increment(CancellationToken.None);

        var stopping = host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Increment(CancellationToken.None));
        host.Stage.Open("gate");
        await stopping.WaitAsync(Patience.Default);

        Assert.Equal(1, await running);
        Assert.Equal(2, await waiting);
        Assert.Equal(["activate 0", "+gate", "-gate", "deactivate ShuttingDown"], host.Stage.Events);
        Assert.Equal(0, host.Catalog.Count);
    }

    [Fact]
    public async Task Stop_RunningCallNeedsAnotherGrain_StillReachesIt()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<CrossingGrain>());
        host.Stage.Open("called from a");
        var running = host.Grain<ICrossingGrain>("a").EnterAndCall("gate", "b");
        await host.Stage.Entered("gate");

        var stopping = host.StopAsync();
        host.Stage.Open("gate");

        await running;
        await stopping.WaitAsync(Patience.Default);
        Assert.Equal(0, host.Catalog.Count);
    }

    [Fact]
    public async Task Stop_PatienceEnds_FailsWhatIsLeft()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var running = host.Grain<IProbeGrain>("a").Ordinary("gate", CancellationToken.None);
        await host.Stage.Entered("gate");

        await host.StopAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        host.Stage.Open("gate");
    }

    private static EmbeddedHost StartCounter() =>
        EmbeddedHost.Start(grains => grains.AddGrain<CounterGrain>().AddMemoryGrainStorage("store"));
}
