using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Redis;

[Trait("Category", "Redis")]
public sealed class RedisConflictTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
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
    public async Task Write_OtherHostWroteDuringTheCall_RunsTheCallAgainOnTheNewState()
    {
        var slow = _first.Grain<ICounterGrain>("during").IncrementSlowly("gate");
        await _first.Stage.Entered("gate");
        await _second.Grain<ICounterGrain>("during").Increment(CancellationToken.None);

        _first.Stage.Open("gate");

        Assert.Equal(2, await slow);
        Assert.Equal(2, await _second.Grain<ICounterGrain>("during").Read(CancellationToken.None));
    }

    [Fact]
    public async Task Increments_ThroughTwoHostsAtOnce_AddUpExactly()
    {
        await Task.WhenAll(new[] { _first, _second }.SelectMany(host => Enumerable.Range(0, 4).Select(
            _ => IncrementingProcess.IncrementAsync(host.Grain<ICounterGrain>("both"), 50))));

        Assert.Equal(400, await _first.Grain<ICounterGrain>("both").Read(CancellationToken.None));
        Assert.Equal(400, await _second.Grain<ICounterGrain>("both").Read(CancellationToken.None));
    }

    [Fact]
    public async Task Increments_ThroughThreeProcessesAtOnce_AddUpExactly()
    {
        await using var one = IncrementingProcess.Start(redis.Server.Endpoint, "processes", 150);
        await using var other = IncrementingProcess.Start(redis.Server.Endpoint, "processes", 150);
        await one.WaitForLineAsync("begins");

        await IncrementingProcess.IncrementAsync(_first.Grain<ICounterGrain>("processes"), 150);

        Assert.Equal(0, await one.WaitForExitAsync());
        Assert.Equal(0, await other.WaitForExitAsync());
        Assert.Equal(450, await _first.Grain<ICounterGrain>("processes").Read(CancellationToken.None));
    }

    [Fact]
    public async Task State_ExpiredInRedis_StartsAnew()
    {
        var grain = _first.Grain<ICounterGrain>("expired");
        await grain.Increment(CancellationToken.None);

        await redis.Server.AskAsync("DEL", "default/state/counter/expired/counter");

        Assert.Equal(1, await grain.Increment(CancellationToken.None));
    }

    [Fact]
    public async Task Clear_ThroughOneHost_IsSeenByTheOther()
    {
        await _first.Grain<ICounterGrain>("cleared").Increment(CancellationToken.None);
        var before = await _second.Grain<ICounterGrain>("cleared").GetState();

        await _first.Grain<ICounterGrain>("cleared").Clear();

        Assert.Equal((1, true), (before.Value, before.Exists));
        var after = await _second.Grain<ICounterGrain>("cleared").GetState();
        Assert.Equal((0, false), (after.Value, after.Exists));
        Assert.NotEqual(before.Etag, after.Etag);
    }

    private EmbeddedHost Start() => EmbeddedHost.Start(
        grains => grains.AddGrain<CounterGrain>().AddRedisGrainStorage("store", redis.Configure));
}
