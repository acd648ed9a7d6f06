namespace Sidecar.Gateway.Upstream;

/// <summary>Cancels when the other side has said nothing for too long. Runs from its making on.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly CancellationTokenSource _due = new();
    private readonly TimeSpan _longest;
    private readonly ITimer _timer;

    public SilenceLimit(TimeSpan longest, TimeProvider time)
    {
        _longest = longest;
        _timer = time.CreateTimer(
            static due => ((CancellationTokenSource)due!).Cancel(), _due, longest, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Canceled when the limit was reached.</summary>
    public CancellationToken Token => _due.Token;

    /// <summary>It is our turn: the other side need not speak.</summary>
    public void Pause() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>It is the other side's turn again.</summary>
    public void Restart() => _timer.Change(_longest, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        // Not the source: a timer that is just striking may still cancel it.
        _timer.Dispose();
    }
}
