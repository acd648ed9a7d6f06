namespace Sidecar.TestKit;

/// <summary>Waits that end the moment a condition holds: whoever changes the state pulses, nobody polls.</summary>
internal sealed class Conditions
{
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];

    public async Task WaitAsync(
        Func<bool> holds, TimeSpan timeout, Func<string> describe, CancellationToken cancellationToken = default)
    {
        var waiter = new Waiter(holds);
        lock (_gate)
        {
            _waiters.Add(waiter);
        }

        // Registered first and checked second, so that a pulse in between is not lost.
        waiter.Check();
        try
        {
            await waiter.Done.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException) when (!waiter.Done.IsCompleted)
        {
            throw new TimeoutException($"Waited {timeout.TotalSeconds} s in vain: {describe()}");
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    public void Pulse()
    {
        Waiter[] waiters;
        lock (_gate)
        {
            waiters = [.. _waiters];
        }

        foreach (var waiter in waiters)
        {
            waiter.Check();
        }
    }

    private sealed class Waiter(Func<bool> holds)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Check()
        {
            try
            {
                if (holds())
                {
                    _done.TrySetResult();
                }
            }
            catch (Exception exception)
            {
                // A faulty predicate is the waiting test's mistake and must not end a server thread.
                _done.TrySetException(exception);
            }
        }
    }
}
