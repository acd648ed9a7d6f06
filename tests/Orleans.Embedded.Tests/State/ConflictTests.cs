using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.State;

/// <summary>Two hosts that share one store, as two processes share Redis.</summary>
public sealed class ConflictTests : IAsyncLifetime
{
    private readonly MemoryGrainStorage _store =
        new(new SystemTextJsonGrainStorageSerializer(), new MemoryGrainStorageOptions(), TimeProvider.System);

    private EmbeddedHost _first = null!;
    private EmbeddedHost _second = null!;

    public Task InitializeAsync()
    {
        _first = Start();
        _second = Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Call_OtherHostHasWritten_SeesTheNewestStateOnANewActivation()
    {
        await Counter(_first).Increment(CancellationToken.None);

        Assert.Equal(2, await Counter(_second).Increment(CancellationToken.None));
        Assert.Equal(2, await Counter(_first).Read(CancellationToken.None));

        Assert.Equal(["activate 0", "deactivate RuntimeRequested", "activate 2"], _first.Stage.Events);
        Assert.Equal(["activate 1"], _second.Stage.Events);
    }

    [Fact]
    public async Task Call_NobodyElseHasWritten_KeepsTheActivation()
    {
        for (var n = 1; n <= 5; n++)
        {
            Assert.Equal(n, await Counter(_first).Increment(CancellationToken.None));
        }

        Assert.Equal(["activate 0"], _first.Stage.Events);
    }

    [Fact]
    public async Task Write_OtherHostWroteDuringTheCall_RunsTheCallAgainOnTheNewState()
    {
        var slow = Counter(_first).IncrementSlowly("gate");
        await _first.Stage.Entered("gate");
        await Counter(_second).Increment(CancellationToken.None);

        _first.Stage.Open("gate");

        Assert.Equal(2, await slow);
        Assert.Equal(2, await Counter(_second).Read(CancellationToken.None));
        Assert.Equal(
            ["activate 0", "+gate", "-gate", "deactivate ApplicationError", "activate 1", "+gate", "-gate"],
            _first.Stage.Events);
    }

    [Fact]
    public async Task Write_ConflictsEveryTime_CallerGetsTheConflictAfterTheRetries()
    {
        await using var host = StartContested();
        var rival = _second.Grain<ICounterGrain>("a");
        var grain = host.Grain<IContestedGrain>("a");

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.LoseAgainst(new Rival(rival)));

        Assert.Equal(4, host.Stage.Events.Count(what => what == "run"));
        Assert.False(conflict.IsSourceActivation);
        Assert.Equal(4, await rival.Read(CancellationToken.None));
    }

    [Fact]
    public async Task Write_ConflictsAndTheCallerHasLeft_DoesNotRunAgain()
    {
        await using var host = StartContested();
        using var cancellation = new CancellationTokenSource();
        var call = host.Grain<IContestedGrain>("a").LoseSlowly(new Rival(Counter(_second)), "gate", cancellation.Token);
        await host.Stage.Entered("gate");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        host.Stage.Open("gate");
        await host.StopAsync();

        Assert.Equal(1, host.Stage.Events.Count(what => what == "run"));
    }

    [Fact]
    public async Task Write_ConflictSwallowedByTheGrain_IsNotRepeatedAndTheNextCallReloads()
    {
        await using var host = Start(grains => grains.Options.StateStaleness = TimeSpan.FromHours(1));
        await Counter(host).Read(CancellationToken.None);
        await Counter(_second).Increment(CancellationToken.None);

        var outcome = await Counter(host).IncrementAndSwallow();

        Assert.Equal(nameof(InconsistentStateException), outcome);
        Assert.Equal(1, await Counter(host).Read(CancellationToken.None));
    }

    [Fact]
    public async Task Write_WaitsBehindAReaderOfAnOldState_ReloadsFirst()
    {
        var reader = Counter(_first).LookSlowly("gate");
        await _first.Stage.Entered("gate");
        var writing = Counter(_first).IncrementAndSwallow();
        await Counter(_second).Increment(CancellationToken.None);

        _first.Stage.Open("gate");

        Assert.Equal(0, await reader);
        Assert.Equal("written", await writing);
        Assert.Equal(2, await Counter(_first).Read(CancellationToken.None));
    }

    [Fact]
    public async Task Reader_RunsWhileTheStateIsReplaced_FinishesOnTheStateItBeganWith()
    {
        var reader = Counter(_first).LookSlowly("reader");
        await _first.Stage.Entered("reader");
        await Counter(_second).Increment(CancellationToken.None);

        var newer = Counter(_first).Read(CancellationToken.None);
        Assert.False(newer.IsCompleted);
        _first.Stage.Open("reader");

        Assert.Equal(0, await reader);
        Assert.Equal(1, await newer);
    }

    [Fact]
    public async Task Call_WithinTheAllowedStaleness_DoesNotAskTheStore()
    {
        var time = new ManualTimeProvider();
        await using var host = Start(grains => grains.Options.StateStaleness = TimeSpan.FromSeconds(1), time);
        await Counter(host).Read(CancellationToken.None);
        await Counter(_second).Increment(CancellationToken.None);

        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(0, await Counter(host).Read(CancellationToken.None));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await Counter(host).Read(CancellationToken.None));
    }

    [Fact]
    public async Task Write_OnAStateThatIsAllowedToBeStale_StillLosesNothing()
    {
        await using var host = Start(grains => grains.Options.StateStaleness = TimeSpan.FromHours(1));
        await Counter(host).Read(CancellationToken.None);
        await Counter(_second).Increment(CancellationToken.None);

        Assert.Equal(2, await Counter(host).Increment(CancellationToken.None));
    }

    private static ICounterGrain Counter(EmbeddedHost host) => host.Grain<ICounterGrain>("a");

    private EmbeddedHost StartContested() => EmbeddedHost.Start(
        grains => grains.AddGrain<ContestedGrain>().AddGrainStorage("store", _ => _store));

    private EmbeddedHost Start(Action<Hosting.EmbeddedGrainBuilder>? configure = null, TimeProvider? time = null) =>
        EmbeddedHost.Start(
            grains =>
            {
                configure?.Invoke(grains);
                grains.AddGrain<CounterGrain>().AddGrainStorage("store", _ => _store);
            },
            time);
}
