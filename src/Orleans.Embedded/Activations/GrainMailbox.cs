using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Receives the calls to one grain, admits them by the interleaving rules and changes its instances.</summary>
/// <remarks>
/// A mailbox holds no instance (it makes one when a call waits), one instance, or is in transition between the two,
/// when no call runs. A retirement that is asked for begins when the last running call ends and keeps new calls waiting
/// until then. Once removed from the catalog it takes no calls.
/// </remarks>
internal sealed partial class GrainMailbox(GrainCatalog catalog, GrainClass grainClass, GrainId grainId)
{
    private readonly Lock _gate = new();
    private readonly TurnScheduler _scheduler = new();
    private readonly LinkedList<GrainCall> _waiting = new();
    private readonly RunningCalls _running = new(grainClass.IsReentrant);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrainInstance? _instance;
    private DeactivationReason? _retirement;
    private bool _isInTransition;
    private bool _isDraining;
    private bool _isRemoved;
    private int _waitingInterleaving;
    private long _lastUsed = catalog.Now;

    public GrainId GrainId => grainId;

    public EmbeddedGrainOptions Options => catalog.Options;

    /// <summary>The instance; not null and always the same while a call runs.</summary>
    public GrainInstance? Instance => Volatile.Read(ref _instance);

    public long LastUsed => Volatile.Read(ref _lastUsed);

    /// <summary>Ends when the mailbox has left the catalog.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Takes the call, unless the mailbox was removed meanwhile.</summary>
    /// <exception cref="LimitExceededException">Too many calls wait.</exception>
    /// <exception cref="InvalidOperationException">The call could only wait for its own caller.</exception>
    public bool TryPost(GrainCall call)
    {
        lock (_gate)
        {
            if (_isRemoved)
            {
                return false;
            }

            call.Mailbox = this;
            RefuseDeadlock_NeedsLock(call);
            call.IsNested = call.Caller is not null && _running.HasCallIn(call.Caller);
            if (MayStart_NeedsLock(call))
            {
                Start_NeedsLock(call);
                return true;
            }

            if (_waiting.Count >= Options.MaxWaitingCalls)
            {
                throw new LimitExceededException(
                    $"{_waiting.Count} calls wait for grain {grainId}, the limit; {call.Method.Name} is refused.");
            }

            Enqueue_NeedsLock(call, first: false);
            Advance_NeedsLock();
            return true;
        }
    }

    /// <summary>Drops a call that nobody waits for any more, if it has not begun.</summary>
    public void Forget(GrainCall call)
    {
        lock (_gate)
        {
            Dequeue_NeedsLock(call);
        }
    }

    /// <summary>Notes that a call has ended.</summary>
    public void Complete(GrainCall call)
    {
        lock (_gate)
        {
            _running.Remove(call);
            _lastUsed = catalog.Now;

            // While others run, a write of theirs may be on its way.
            if (_running.Count == 0 && _instance!.IsSuspect)
            {
                _retirement ??= ActivationEnds.Suspect();
            }

            Advance_NeedsLock();
        }
    }

    /// <summary>Puts a running call back to the front, to run again on a new instance.</summary>
    public void Postpone(GrainCall call, DeactivationReason reason)
    {
        lock (_gate)
        {
            _running.Remove(call);
            _retirement ??= reason;
            if (!call.IsAnswered)
            {
                Enqueue_NeedsLock(call, first: true);
            }

            Advance_NeedsLock();
        }
    }

    /// <summary>Ends the instance after the calls that run; calls that wait get a new one.</summary>
    public void Retire(DeactivationReason reason)
    {
        lock (_gate)
        {
            _retirement ??= reason;
            Advance_NeedsLock();
        }
    }

    /// <summary>Ends the instance if nothing runs or waits and it was last used before the given time.</summary>
    public bool RetireIfIdle(long usedBefore, DeactivationReason reason)
    {
        lock (_gate)
        {
            var isIdle = _instance is not null && !_isInTransition && _running.Count == 0 && _waiting.Count == 0;
            if (!isIdle || _retirement is not null || _lastUsed > usedBefore)
            {
                return false;
            }

            _retirement = reason;
            Advance_NeedsLock();
            return true;
        }
    }

    /// <summary>Ends the instance once nothing runs and nothing waits.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _isDraining = true;
            Advance_NeedsLock();
        }

        return Gone;
    }

    /// <summary>Answers with a failure the calls that came in before the given time, or all of them.</summary>
    public void FailCalls(long receivedBefore, Func<GrainCall, Exception> failure)
    {
        GrainCall[] late;
        lock (_gate)
        {
            if (_running.Count == 0 && _waiting.Count == 0)
            {
                return;
            }

            late = [.. _running.Calls.Concat(_waiting).Where(call => call.ReceivedAt <= receivedBefore)];
            Array.ForEach(late, Dequeue_NeedsLock);
        }

        foreach (var call in late.Where(call => !call.IsAnswered))
        {
            call.Fail(failure(call));
        }
    }
}
