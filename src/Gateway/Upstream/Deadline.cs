namespace Sidecar.Gateway.Upstream;

/// <summary>The moment by which something must be over. Made once per request and passed down; never added up.</summary>
/// <param name="Time">The clock it is read on.</param>
/// <param name="DueTimestamp">The moment, as a timestamp of that clock.</param>
internal readonly record struct Deadline(TimeProvider Time, long DueTimestamp)
{
    /// <summary>Time left; zero once it has passed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = Time.GetElapsedTime(Time.GetTimestamp(), DueTimestamp);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The deadline that is <paramref name="budget"/> from now.</summary>
    public static Deadline After(TimeProvider time, TimeSpan budget) =>
        new(time, time.GetTimestamp() + (long)(budget.TotalSeconds * time.TimestampFrequency));

    /// <summary>A source that cancels when the deadline passes.</summary>
    public CancellationTokenSource ToCancellationSource()
    {
        var left = Remaining;
        if (left > TimeSpan.Zero)
        {
            return new CancellationTokenSource(left, Time);
        }

        var passed = new CancellationTokenSource();
        passed.Cancel();
        return passed;
    }
}
