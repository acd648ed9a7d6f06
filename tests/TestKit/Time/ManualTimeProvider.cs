namespace Sidecar.TestKit;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, in order of their due
/// time.
/// </summary>
/// <remarks>
/// Thread-safe. Callbacks run on the advancing thread, outside the lock, with the clock at their due time; what they
/// start anew fires in the same Advance when it falls into it. A due time of zero fires at once, on the arming thread.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly Conditions _changed = new();
    private readonly DateTimeOffset _start;
    private TimeSpan _elapsed;
    private long _armings;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _start = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that will still fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count;
            }
        }
    }

    /// <summary>Time from now to the next timer; null when none is armed.</summary>
    public TimeSpan? NextDueIn
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count == 0 ? null : _armed.Min(timer => timer.Due) - _elapsed;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _start + _elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on, firing on the way whatever becomes due.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        TimeSpan target;
        lock (_gate)
        {
            target = _elapsed + time;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Ends as soon as so many timers are armed: the barrier before an Advance that must reach code on other threads.
    /// </summary>
    public Task WaitForTimersAsync(int count = 1, TimeSpan? timeout = null) => _changed.WaitAsync(
        () => ArmedTimers >= count, timeout ?? Patience.Default, () => $"{ArmedTimers} of {count} timers are armed");

    /// <summary>Ends as soon as the next timer fires in this time, and not sooner.</summary>
    public Task WaitForNextDueAsync(TimeSpan dueIn) => _changed.WaitAsync(
        () => NextDueIn == dueIn, Patience.Default, () => $"the next timer is due in {NextDueIn}, not {dueIn}");

    internal bool Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            if (timer.IsDisposed)
            {
                return false;
            }

            timer.Period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _elapsed + dueTime;
                timer.Arming = _armings++;
                _armed.Add(timer);
            }
        }

        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }

        _changed.Pulse();
        return true;
    }

    internal void Disarm(ManualTimer timer)
    {
        lock (_gate)
        {
            timer.IsDisposed = true;
            _armed.Remove(timer);
        }
    }

    /// <summary>
    /// The next timer due up to the target, the clock set to its due time; null with the clock at the target.
    /// </summary>
    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_gate)
        {
            var next = _armed.Where(timer => timer.Due <= target).MinBy(timer => (timer.Due, timer.Arming));
            var reached = next?.Due ?? target;

            // Another thread may have advanced further meanwhile: the clock never goes back.
            _elapsed = reached > _elapsed ? reached : _elapsed;
            if (next is null)
            {
                return null;
            }

            if (next.Period == Timeout.InfiniteTimeSpan)
            {
                _armed.Remove(next);
            }
            else
            {
                next.Due += next.Period;
                next.Arming = _armings++;
            }

            return next;
        }
    }
}
