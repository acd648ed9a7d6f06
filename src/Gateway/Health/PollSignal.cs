namespace Sidecar.Gateway.Health;

/// <summary>Wakes one waiting loop; however often it is set before the loop looks, it wakes once.</summary>
internal sealed class PollSignal
{
    private volatile TaskCompletionSource _set = New();

    public void Set() => _set.TrySetResult();

    /// <summary>Forgets what was set. Called before the work, so that nothing set later is lost.</summary>
    public void Reset()
    {
        if (_set.Task.IsCompleted)
        {
            _set = New();
        }
    }

    /// <summary>Returns when it is set or the time is over, whatever comes first.</summary>
    public async Task WaitAsync(TimeSpan timeMax, TimeProvider time, CancellationToken cancellationToken)
    {
        if (timeMax > TimeSpan.Zero)
        {
            // That the time is over is the usual case, and not worth an exception each time.
            await _set.Task.WaitAsync(timeMax, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
