using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Activations;

public sealed class CollectionTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private EmbeddedHost _host = null!;

    public Task InitializeAsync()
    {
        _host = EmbeddedHost.Start(Configure, _time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Activation_NotUsedForTheAge_EndsAndKeepsItsState()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        await grain.Increment(CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(1));
        await EmptyAsync();

        Assert.Equal(["activate 0", "deactivate ActivationIdle"], _host.Stage.Events);
        Assert.Equal(1, await grain.Read(CancellationToken.None));
    }

    [Fact]
    public async Task Activation_UsedMeanwhile_Stays()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        for (var use = 0; use < 5; use++)
        {
            await grain.Increment(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        Assert.Equal(["activate 0"], _host.Stage.Events);
    }

    [Fact]
    public async Task Activation_CallRunsForLongerThanTheAge_StaysUntilItEnds()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        var running = grain.IncrementSlowly("gate");
        await _host.Stage.Entered("gate");

        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(1, _host.Catalog.Count);
        _host.Stage.Open("gate");
        await running;
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, _host.Catalog.Count);
        _time.Advance(TimeSpan.FromSeconds(1));
        await EmptyAsync();

        Assert.Equal("deactivate ActivationIdle", _host.Stage.Events[^1]);
    }

    [Fact]
    public async Task Activations_AboveTheLimit_TheOneUsedLongestAgoEnds()
    {
        foreach (var key in new[] { "a", "b", "c", "a" })
        {
            await _host.Grain<ICounterGrain>(key).Increment(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        var leaving = Mailbox("b").Gone;
        await _host.Grain<ICounterGrain>("d").Increment(CancellationToken.None);
        await leaving.WaitAsync(Patience.Default);

        Assert.Equal(3, _host.Catalog.Count);
        Assert.Equal("deactivate ActivationIdle", Assert.Single(_host.Stage.Events, what => what[0] == 'd'));
    }

    [Fact]
    public async Task Activations_AllBusyAtTheLimit_MoreAreAddedUpToTwiceTheLimit()
    {
        var running = Enumerable.Range(0, 6)
            .Select(n => _host.Grain<ICounterGrain>($"{n}").IncrementSlowly("gate"))
            .ToList();

        var refused = await Assert.ThrowsAsync<LimitExceededException>(
            () => _host.Grain<ICounterGrain>("one more").Read(CancellationToken.None));

        Assert.Contains("twice the limit of 3", refused.Message, StringComparison.Ordinal);
        _host.Stage.Open("gate");
        Assert.All(await Task.WhenAll(running), value => Assert.Equal(1, value));
    }

    private static void Configure(EmbeddedGrainBuilder grains)
    {
        grains.Options.CollectionAge = TimeSpan.FromMinutes(1);
        grains.Options.ResponseTimeout = TimeSpan.FromHours(1);
        grains.Options.MaxActivations = 3;
        grains.AddGrain<CounterGrain>().AddMemoryGrainStorage("store");
    }

    private GrainMailbox Mailbox(string key) => _host.Catalog.Find(GrainId.Create("counter", key))!;

    private async Task EmptyAsync()
    {
        if (_host.Catalog.Find(GrainId.Create("counter", "a")) is { } mailbox)
        {
            await mailbox.Gone.WaitAsync(Patience.Default);
        }
    }
}
