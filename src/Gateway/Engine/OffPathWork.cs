namespace Sidecar.Gateway.Engine;

/// <summary>Runs work that no caller waits for, a bounded amount at a time.</summary>
/// <remarks>The work itself must be bounded in time: everything given here ends with an upstream's deadline.</remarks>
internal sealed partial class OffPathWork(ILogger<OffPathWork> logger)
{
    private const int RunningMax = 256;

    private int _running;
    private TaskCompletionSource? _idle;

    /// <summary>Ends when nothing runs. For a stop: new work is not held back.</summary>
    public Task WhenIdle()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _idle, idle);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _running) == 0)
        {
            idle.TrySetResult();
        }

        return idle.Task;
    }

    /// <summary>Starts work, or drops it when too much is running already.</summary>
    public bool TryRun(Func<Task> work)
    {
        if (Interlocked.Increment(ref _running) > RunningMax)
        {
            Interlocked.Decrement(ref _running);
            Log.WorkDropped(logger);
            return false;
        }

        _ = RunAsync(work);
        return true;
    }

    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            Log.WorkFailed(logger, e);
        }
        finally
        {
            if (Interlocked.Decrement(ref _running) == 0)
            {
                Volatile.Read(ref _idle)?.TrySetResult();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9101, LogLevel.Warning, "Work off the reply path was dropped: too much of it is running.")]
        public static partial void WorkDropped(ILogger logger);

        [LoggerMessage(9102, LogLevel.Error, "Work off the reply path failed.")]
        public static partial void WorkFailed(ILogger logger, Exception exception);
    }
}
