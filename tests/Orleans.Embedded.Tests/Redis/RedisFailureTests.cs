using System.Diagnostics;
using Orleans.Hosting;
using Orleans.Persistence.Redis;

namespace Orleans.Embedded.Tests.Redis;

/// <summary>Redis away, hung and back. Real time: what is under test is the client of a real process.</summary>
[Trait("Category", "Redis")]
public sealed class RedisFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    private readonly RedisFixture _redis = new();
    private EmbeddedHost _host = null!;

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        _host = Start();

        // Connecting for the first time is slow and not what is measured here.
        await Polling.UntilAsync(() => AnswersAsync(_host.Grain<ICounterGrain>("a")));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Redis_KilledAndRestarted_CallsFailFastAndThenGoOnWithTheState()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        await grain.Increment(CancellationToken.None);
        await _redis.Server.KillAsync();

        // The first calls may still find the connection's end in their way; soon they fail without waiting.
        await Polling.UntilAsync(() => FailsAsync(grain, TimeSpan.FromMilliseconds(50)));
        await _redis.Server.RestartAsync();
        await Polling.UntilAsync(() => AnswersAsync(grain));

        Assert.Equal(2, await grain.Increment(CancellationToken.None));
    }

    [Fact]
    public async Task Redis_Frozen_CallsTakeNoLongerThanTheirBudgetThenGoOn()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        var other = _host.Grain<ICounterGrain>("b");
        await grain.Increment(CancellationToken.None);
        await other.Increment(CancellationToken.None);
        _redis.Server.Pause();
        using var budget = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        var hurried = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => grain.Increment(budget.Token));
        var hurriedFor = hurried.Elapsed;
        var patient = Stopwatch.StartNew();
        await Assert.ThrowsAsync<RedisStorageException>(() => other.Increment(CancellationToken.None));
        var patientFor = patient.Elapsed;
        var next = Stopwatch.StartNew();
        await Assert.ThrowsAsync<RedisStorageException>(() => other.Increment(CancellationToken.None));
        var nextFor = next.Elapsed;
        _redis.Server.Resume();
        await Polling.UntilAsync(() => AnswersAsync(grain));

        Assert.InRange(hurriedFor, TimeSpan.Zero, CommandTimeout / 2);
        Assert.InRange(patientFor, CommandTimeout * 0.9, CommandTimeout * 2);
        Assert.InRange(nextFor, TimeSpan.Zero, CommandTimeout / 2);
        Assert.Equal(2, await other.Increment(CancellationToken.None));
    }

    [Fact]
    public async Task Redis_FrozenDuringAWrite_TheOutcomeIsReadAgainAndNothingIsCountedTwice()
    {
        var grain = _host.Grain<ICounterGrain>("a");
        var slow = grain.IncrementSlowly("gate");
        await _host.Stage.Entered("gate");
        _redis.Server.Pause();
        _host.Stage.Open("gate");

        await Assert.ThrowsAsync<RedisStorageException>(() => slow);
        _redis.Server.Resume();
        await Polling.UntilAsync(() => AnswersAsync(grain));

        // The write was on its way and done after the thaw; the state in memory was given up for the stored one.
        Assert.Equal(1, await grain.Read(CancellationToken.None));
        Assert.Contains("deactivate ApplicationError", _host.Stage.Events);
    }

    [Fact]
    public async Task Redis_AwayAtTheStart_CallsFailAndGoOnWhenItComes()
    {
        await _redis.Server.KillAsync();
        await using var host = Start();
        var grain = host.Grain<ICounterGrain>("late");

        await Assert.ThrowsAsync<RedisStorageException>(() => grain.Increment(CancellationToken.None));
        await _redis.Server.RestartAsync();
        await Polling.UntilAsync(() => AnswersAsync(grain));

        Assert.Equal(1, await grain.Increment(CancellationToken.None));
    }

    [Fact]
    public async Task State_WithExpiry_IsGoneAfterIt()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<CounterGrain>().AddRedisGrainStorage(
            "store",
            options =>
            {
                _redis.Configure(options);
                options.EntryExpiry = TimeSpan.FromSeconds(1);
            }));
        var grain = host.Grain<ICounterGrain>("expiring");
        await grain.Increment(CancellationToken.None);

        await Polling.UntilAsync(async () => await grain.Read(CancellationToken.None) == 0);

        Assert.Equal(1, await grain.Increment(CancellationToken.None));
    }

    private static async Task<bool> AnswersAsync(ICounterGrain grain)
    {
        try
        {
            await grain.Read(CancellationToken.None);
            return true;
        }
        catch (RedisStorageException)
        {
            return false;
        }
    }

    private static async Task<bool> FailsAsync(ICounterGrain grain, TimeSpan within)
    {
        var watch = Stopwatch.StartNew();
        return !await AnswersAsync(grain) && watch.Elapsed < within;
    }

    private EmbeddedHost Start() => EmbeddedHost.Start(grains => grains.AddGrain<CounterGrain>().AddRedisGrainStorage(
        "store",
        options =>
        {
            _redis.Configure(options);
            options.CommandTimeout = CommandTimeout;
        }));
}
