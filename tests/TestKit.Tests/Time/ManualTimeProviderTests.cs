namespace Sidecar.TestKit.Tests.Time;

[Trait("Category", "Unit")]
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Clock_Advanced_MovesUtcNowAndTimestampTogether()
    {
        var (now, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetUtcNow() - now);
        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(timestamp));
    }

    [Fact]
    public void Timers_DueInOneAdvance_FireInOrderWithClockAtDueTime()
    {
        var fired = new List<(string Name, double Seconds)>();
        var start = _time.GetTimestamp();
        void Note(string name) => fired.Add((name, _time.GetElapsedTime(start).TotalSeconds));
        using var late = Arm(() => Note("late"), 3);
        using var early = Arm(() => Note("early"), 1);
        using var earlyToo = Arm(() => Note("early too"), 1);
        using var never = Arm(() => Note("never"), 10);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([("early", 1), ("early too", 1), ("late", 3)], fired);
        Assert.Equal(TimeSpan.FromSeconds(5), _time.NextDueIn);
    }

    [Fact]
    public void Timer_Periodic_FiresEachPeriodUntilDisposed()
    {
        var fired = 0;
        var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(6));
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(3, fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void Timer_RearmedByItsCallback_FiresAgainInSameAdvance()
    {
        var fired = 0;
        ITimer timer = null!;
        timer = _time.CreateTimer(
            _ =>
            {
                fired++;
                timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(4));
        timer.Dispose();

        Assert.Equal(4, fired);
    }

    [Fact]
    public async Task Delay_OnManualClock_EndsAtItsTimeAndNotBefore()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(2), _time);
        await _time.WaitForTimersAsync();

        _time.Advance(TimeSpan.FromSeconds(1.9));
        var endedEarly = delay.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await delay;

        Assert.False(endedEarly);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public void CancellationTokenSource_OnManualClock_CancelsAtItsTime()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public async Task PeriodicTimer_OnManualClock_TicksWhenAdvanced()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        var tick = timer.WaitForNextTickAsync();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await tick);
    }

    private ITimer Arm(Action fire, double seconds) =>
        _time.CreateTimer(_ => fire(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
