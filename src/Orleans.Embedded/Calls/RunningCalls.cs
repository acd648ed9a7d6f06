namespace Orleans.Embedded;

/// <summary>The calls that run on one activation, and the rule for what may join them.</summary>
/// <remarks>
/// An ordinary call joins only [AlwaysInterleave] calls; a [ReadOnly] call those and other [ReadOnly] calls; an
/// [AlwaysInterleave] call, and every call on a [Reentrant] class, joins anything. Belongs to the mailbox's lock.
/// </remarks>
internal sealed class RunningCalls(bool isReentrant)
{
    private readonly List<GrainCall> _calls = [];
    private int _ordinary;
    private int _readOnly;

    public int Count => _calls.Count;

    public IReadOnlyList<GrainCall> Calls => _calls;

    /// <summary>Whether an ordinary call keeps everything out that does not always interleave.</summary>
    public bool IsExclusive => _ordinary > 0 && !isReentrant;

    /// <summary>Whether nothing runs that could be in the middle of changing the state.</summary>
    public bool OnlyReadOnly => _readOnly == _calls.Count;

    public bool MayJoin(GrainMethod method)
    {
        if (isReentrant || method.IsAlwaysInterleave)
        {
            return true;
        }

        return _ordinary == 0 && (_readOnly == 0 || method.IsReadOnly);
    }

    /// <summary>Whether the method would have to wait for a call that, up the chain, waits for the method.</summary>
    public bool WouldWaitForItsCaller(GrainMethod method, CallFrame? caller)
    {
        if (MayJoin(method))
        {
            return false;
        }

        foreach (var call in _calls)
        {
            var conflicts = !call.Method.IsAlwaysInterleave && !(call.Method.IsReadOnly && method.IsReadOnly);
            if (conflicts && call.IsIn(caller))
            {
                return true;
            }
        }

        return false;
    }

    public bool HasCallIn(CallFrame? chain)
    {
        foreach (var call in _calls)
        {
            if (call.IsIn(chain))
            {
                return true;
            }
        }

        return false;
    }

    public void Add(GrainCall call)
    {
        _calls.Add(call);
        call.IsRunning = true;
        Tally(call.Method, 1);
    }

    public void Remove(GrainCall call)
    {
        call.IsRunning = false;
        _calls.Remove(call);
        Tally(call.Method, -1);
    }

    private void Tally(GrainMethod method, int change)
    {
        if (method.IsAlwaysInterleave)
        {
            return;
        }

        if (method.IsReadOnly)
        {
            _readOnly += change;
        }
        else
        {
            _ordinary += change;
        }
    }
}
