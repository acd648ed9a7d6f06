using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Activations;

public sealed class ActivationTests
{
    [Fact]
    public async Task Activation_ManyCallsAtOnce_HappensOnce()
    {
        await using var host = StartCounter();
        var grain = host.Grain<ICounterGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => grain.Increment(CancellationToken.None)));

        Assert.Equal(["activate 0"], host.Stage.Events);
    }

    [Fact]
    public async Task Activation_Fails_FailsWhatWaitsAndTheNextCallTriesAgain()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<FragileGrain>());
        var grain = host.Grain<IFragileGrain>("a");
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.Ping()).ToList();

        host.Stage.Open("activation 1");
        foreach (var call in waiting)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => call);
            Assert.Equal("activation 1 fails", failure.Message);
        }

        host.Stage.Open("activation 2");
        await grain.Ping();

        Assert.Equal(
            ["+activation 1", "-activation 1", "disposed", "+activation 2", "-activation 2"], host.Stage.Events);
    }

    [Fact]
    public async Task Activation_TakesTooLong_TimesOut()
    {
        var time = new ManualTimeProvider();
        await using var host = EmbeddedHost.Start(
            grains =>
            {
                grains.Options.ActivationTimeout = TimeSpan.FromSeconds(5);
                grains.AddGrain<FragileGrain>();
            },
            time);
        var call = host.Grain<IFragileGrain>("a").Ping();
        await host.Stage.Entered("activation 1");

        time.Advance(TimeSpan.FromSeconds(5));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("was not activated in 00:00:05", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activation_CallerLeaves_GoesOnForTheNext()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<FragileGrain>());
        var grain = host.Grain<IFragileGrain>("sturdy");
        using var cancellation = new CancellationTokenSource();
        var first = grain.PingOrLeave(cancellation.Token);
        await host.Stage.Entered("activation 1");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        host.Stage.Open("activation 1");
        await grain.Ping();

        Assert.Equal(["+activation 1", "-activation 1"], host.Stage.Events);
    }

    [Fact]
    public async Task DeactivateOnIdle_InACall_EndsTheActivationAfterItAndKeepsTheState()
    {
        await using var host = StartCounter();
        var grain = host.Grain<ICounterGrain>("a");
        await grain.Increment(CancellationToken.None);

        await grain.Leave();

        Assert.Equal(2, await grain.Increment(CancellationToken.None));
        Assert.Equal(["activate 0", "deactivate ApplicationRequested", "activate 1"], host.Stage.Events);
    }

    [Fact]
    public async Task Deactivation_Fails_TheNextCallActivatesAnew()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<FragileGrain>());
        var grain = host.Grain<IFragileGrain>("sturdy");
        host.Stage.Open("activation 1", "activation 2");
        await grain.LeaveBadly();

        await grain.Ping();

        Assert.Equal(
            ["+activation 1", "-activation 1", "deactivate", "disposed", "+activation 2", "-activation 2"],
            host.Stage.Events);
    }

    [Fact]
    public async Task Activation_ScopedService_LivesAndEndsWithIt()
    {
        await using var host = EmbeddedHost.Start(grains =>
        {
            grains.Services.AddScoped<ScopedNoter>();
            grains.AddGrain<ScopedGrain>();
        });

        await host.Grain<IScopedGrain>("a").Leave();
        await host.StopAsync();

        Assert.Equal(["scoped made", "scoped disposed"], host.Stage.Events);
    }

    private static EmbeddedHost StartCounter() =>
        EmbeddedHost.Start(grains => grains.AddGrain<CounterGrain>().AddMemoryGrainStorage("store"));
}
