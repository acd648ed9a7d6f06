using System.Diagnostics;

namespace Orleans.Embedded;

/// <content>What happens next; everything here assumes the lock.</content>
internal sealed partial class GrainMailbox
{
    private void RefuseDeadlock_NeedsLock(GrainCall call)
    {
        if (_running.WouldWaitForItsCaller(call.Method, call.Caller) || IsInLifecycle(call))
        {
            throw new InvalidOperationException(
                $"{call.Method.Name} on grain {grainId} would wait for the call that makes it, directly or through "
                + "other grains, and never run. Make the method [AlwaysInterleave] or the class [Reentrant].");
        }
    }

    private bool IsInLifecycle(GrainCall call)
    {
        for (var frame = call.Caller; frame is not null; frame = frame.Caller)
        {
            if (frame is LifecycleFrame { IsRunning: true } && ReferenceEquals(frame.Mailbox, this))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayStart_NeedsLock(GrainCall call) =>
        _instance is not null
        && !_isInTransition
        && (_retirement is null || call.IsNested)
        && _running.MayJoin(call.Method);

    private void Start_NeedsLock(GrainCall call)
    {
        // A state that a running call may be changing must not be judged, let alone replaced.
        call.MustCheckState = !call.IsNested && _running.OnlyReadOnly;
        _running.Add(call);
        RunTurn(static state => ((GrainCall)state!).RunAsync(), call);
    }

    private void Enqueue_NeedsLock(GrainCall call, bool first)
    {
        call.Place = first ? _waiting.AddFirst(call) : _waiting.AddLast(call);
        _waitingInterleaving += call.Method.IsAlwaysInterleave ? 1 : 0;
    }

    private void Dequeue_NeedsLock(GrainCall call)
    {
        if (call.Place is { } place)
        {
            _waiting.Remove(place);
            call.Place = null;
            _waitingInterleaving -= call.Method.IsAlwaysInterleave ? 1 : 0;
        }
    }

    /// <summary>Does whatever the state allows: begins a transition, starts waiting calls, or leaves.</summary>
    private void Advance_NeedsLock()
    {
        if (_isInTransition || _isRemoved)
        {
            return;
        }

        if (_instance is null)
        {
            _retirement = null;
            if (_waiting.First is { } first)
            {
                BeginTransition_NeedsLock(() => ActivateAsync(first.Value));
            }
            else
            {
                Remove_NeedsLock();
            }

            return;
        }

        if (_isDraining && _running.Count == 0 && _waiting.Count == 0)
        {
            _retirement ??= ActivationEnds.ShuttingDown();
        }

        if (_retirement is not { } reason)
        {
            StartWaiting_NeedsLock();
        }
        else if (_running.Count == 0)
        {
            BeginTransition_NeedsLock(() => DeactivateAsync(_instance, reason));
        }
    }

    /// <summary>Starts what may run, in order of arrival; what may interleave passes what has to wait.</summary>
    private void StartWaiting_NeedsLock()
    {
        for (var place = _waiting.First; place is not null;)
        {
            if (_running.IsExclusive && _waitingInterleaving == 0)
            {
                return;
            }

            var next = place.Next;
            var call = place.Value;
            if (call.IsAnswered)
            {
                Dequeue_NeedsLock(call);
            }
            else if (_running.MayJoin(call.Method))
            {
                Dequeue_NeedsLock(call);
                Start_NeedsLock(call);
            }

            place = next;
        }
    }

    private void Remove_NeedsLock()
    {
        Debug.Assert(_running.Count == 0 && _waiting.Count == 0, "A mailbox that is removed must be empty.");
        _isRemoved = true;
        catalog.Remove(this);
        _gone.TrySetResult();
    }

    private void BeginTransition_NeedsLock(Func<Task> transition)
    {
        _isInTransition = true;
        _retirement = null;
        RunTurn(static state => ((Func<Task>)state!)(), transition);
    }

    /// <summary>Queues the first turn of something, without the execution context of whoever caused it.</summary>
    private void RunTurn(Func<object?, Task> turn, object state)
    {
        // As over a network: what flows in a caller's context is not the grain's business.
        if (ExecutionContext.IsFlowSuppressed())
        {
            new Task<Task>(turn, state).Start(_scheduler);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            new Task<Task>(turn, state).Start(_scheduler);
        }
    }
}
