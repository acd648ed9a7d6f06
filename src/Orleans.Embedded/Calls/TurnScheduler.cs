namespace Orleans.Embedded;

/// <summary>Runs an activation's turns one at a time on the thread pool, in the order they were queued.</summary>
/// <remarks>
/// A turn is the code between two awaits. Calls that interleave take turns, so grain code never runs on two threads at
/// once unless it leaves the scheduler itself, with <c>ConfigureAwait(false)</c> or <c>Task.Run</c>.
/// </remarks>
internal sealed class TurnScheduler : TaskScheduler, IThreadPoolWorkItem
{
    /// <summary>Turns before other activations get the thread.</summary>
    private const int TurnsAtOnce = 64;

    [ThreadStatic]
    private static TurnScheduler? OnThisThread;

    private readonly Lock _gate = new();
    private readonly Queue<Task> _turns = new();
    private bool _isScheduled;

    public override int MaximumConcurrencyLevel => 1;

    public void Execute()
    {
        OnThisThread = this;
        try
        {
            for (var turn = 0; turn < TurnsAtOnce; turn++)
            {
                if (!TryTakeTurn(out var task))
                {
                    return;
                }

                TryExecuteTask(task);
            }
        }
        finally
        {
            OnThisThread = null;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            _turns.Enqueue(task);
            if (_isScheduled)
            {
                return;
            }

            _isScheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(OnThisThread, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _turns];
        }
    }

    private bool TryTakeTurn([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Task? task)
    {
        lock (_gate)
        {
            if (_turns.TryDequeue(out task))
            {
                return true;
            }

            _isScheduled = false;
            return false;
        }
    }
}
