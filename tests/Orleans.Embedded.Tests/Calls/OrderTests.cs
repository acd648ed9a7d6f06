namespace Orleans.Embedded.Tests.Calls;

public sealed class OrderTests
{
    [Fact]
    public async Task Calls_OneCallerManyAtOnce_RunInOrderAndOneAtATime()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var grain = host.Grain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(grain.Note));

        Assert.Equal(Enumerable.Range(0, 200).SelectMany(n => new[] { $"+{n}", $"-{n}" }), host.Stage.Events);
    }

    [Fact]
    public async Task Calls_ManyCallersOnManyThreads_NeverOverlap()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var grain = host.Grain<IProbeGrain>("a");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var n = 0; n < 100; n++)
            {
                await grain.Note(caller * 100 + n);
            }
        })));

        var events = host.Stage.Events;
        Assert.Equal(1600, events.Count);
        Assert.All(events.Chunk(2), pair => Assert.Equal($"-{pair[0][1..]}", pair[1]));
    }

    [Fact]
    public async Task Calls_DifferentGrains_RunAtTheSameTime()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());

        var first = host.Grain<IProbeGrain>("a").Ordinary("first", CancellationToken.None);
        var second = host.Grain<IProbeGrain>("b").Ordinary("second", CancellationToken.None);
        await host.Stage.Entered("first");
        await host.Stage.Entered("second");

        host.Stage.Open("first", "second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Call_QueueIsFull_FailsAndTheOthersRun()
    {
        await using var host = EmbeddedHost.Start(grains =>
        {
            grains.Options.MaxWaitingCalls = 2;
            grains.AddGrain<ProbeGrain>();
        });
        var grain = host.Grain<IProbeGrain>("a");
        var running = grain.Ordinary("gate", CancellationToken.None);
        await host.Stage.Entered("gate");
        var waiting = new[] { grain.Note(1), grain.Note(2) };

        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => grain.Note(3));

        Assert.Contains("2 calls wait for grain probe/a", refused.Message, StringComparison.Ordinal);
        host.Stage.Open("gate");
        await Task.WhenAll([running, .. waiting]);
        Assert.DoesNotContain("+3", host.Stage.Events);
    }
}
