using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>The block that op-node is making through this gateway, so that a stop can wait for its end. Thread-safe.</summary>
/// <remarks>
/// A block ends here when op-node sets its head to it. op-node makes one block at a time, so the newest build is the one
/// that counts. Nothing ever waits for this but a stop.
/// </remarks>
internal sealed class UnfinishedBlock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Build? _build;
    private BlockHash? _answered;
    private long _since;
    private TaskCompletionSource? _changed;

    /// <summary>Whether op-node will still ask for a build that it began here.</summary>
    public bool IsBeingBuilt
    {
        get
        {
            lock (_lock)
            {
                return _build is not null && _answered is null;
            }
        }
    }

    /// <summary>op-node knows the build's id now, and will ask for it.</summary>
    public void Began(Build build)
    {
        lock (_lock)
        {
            Change_NeedsLock(build, null);
        }
    }

    /// <summary>The build was answered; without a block there is nothing more to come.</summary>
    public void Answered(Build build)
    {
        lock (_lock)
        {
            if (_build == build && _answered is null)
            {
                var block = build.Decision?.BlockHash;
                Change_NeedsLock(block is null ? null : build, block);
            }
        }
    }

    /// <summary>op-node set its head.</summary>
    public void HeadIs(BlockHash head)
    {
        lock (_lock)
        {
            if (_answered == head)
            {
                Change_NeedsLock(null, null);
            }
        }
    }

    /// <summary>Waits until the block is op-node's head.</summary>
    /// <param name="buildAgeMax">How long after its beginning a build is still waited for.</param>
    /// <param name="headAgeMax">How long after the answer its import is still waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether nothing is left; false if the time was over first.</returns>
    public async Task<bool> WaitAsync(TimeSpan buildAgeMax, TimeSpan headAgeMax, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (Pending() is var (isAnswered, age, changed))
        {
            var left = (isAnswered ? headAgeMax : buildAgeMax) - age;
            var leftInAll = buildAgeMax + headAgeMax - time.GetElapsedTime(startedAt);
            left = left < leftInAll ? left : leftInAll;
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            try
            {
                await changed.WaitAsync(left, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The next look finds that the time is over.
            }
        }

        return true;
    }

    private (bool IsAnswered, TimeSpan Age, Task Changed)? Pending()
    {
        lock (_lock)
        {
            _changed ??= NewSignal();
            return _build is null ? null : (_answered is not null, time.GetElapsedTime(_since), _changed.Task);
        }
    }

    private void Change_NeedsLock(Build? build, BlockHash? answered)
    {
        (_build, _answered, _since) = (build, answered, time.GetTimestamp());
        _changed?.TrySetResult();
        _changed = null;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
