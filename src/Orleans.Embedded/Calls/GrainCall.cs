using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>One call to a grain, from its arrival to its end, over as many runs as conflicts demand.</summary>
/// <remarks>
/// The caller's answer and the run are two things: the caller is answered at once when its token is cancelled or its
/// patience ends, while a run, once begun, keeps its place in the mailbox until the grain's method returns.
/// </remarks>
internal abstract class GrainCall : CallFrame
{
    private object?[]? _arguments;
    private CancellationTokenRegistration _cancellation;
    private int _conflicts;

    protected GrainCall(GrainMethod method, object?[] arguments, long receivedAt, CancellationToken token)
    {
        Method = method;
        _arguments = arguments;
        Token = token;
        ReceivedAt = receivedAt;
        Caller = NearestRunning(Current);
    }

    public GrainMethod Method { get; }

    public CancellationToken Token { get; }

    public long ReceivedAt { get; }

    public abstract bool IsAnswered { get; }

    /// <summary>Its place in the mailbox's queue; null when it does not wait. Belongs to the mailbox's lock.</summary>
    public LinkedListNode<GrainCall>? Place { get; set; }

    /// <summary>
    /// Set when a caller up the chain runs on the same activation: waiting for that one to end would be waiting for
    /// itself, so such a call neither reloads the state nor runs again. Belongs to the mailbox's lock.
    /// </summary>
    public bool IsNested { get; set; }

    /// <summary>Set when the run must first ask the store for a newer state. Belongs to the mailbox's lock.</summary>
    public bool MustCheckState { get; set; }

    public abstract void Fail(Exception failure);

    /// <summary>Lets the caller's token end the wait; called once, after the call is in its mailbox.</summary>
    public void ObserveToken()
    {
        if (!Token.CanBeCanceled)
        {
            return;
        }

        _cancellation = Token.UnsafeRegister(static (call, _) => ((GrainCall)call!).Cancel(), this);
        if (IsAnswered)
        {
            _cancellation.Unregister();
        }
    }

    /// <summary>Runs the method on the activation's scheduler.</summary>
    public async Task RunAsync()
    {
        Current = this;
        var mailbox = Mailbox!;
        Exception? failure = null;
        try
        {
            // Cancelled or timed out between leaving the queue and its first turn.
            if (!IsAnswered)
            {
                var instance = mailbox.Instance!;
                if (MustCheckState && !await instance.IsNewestAsync(ReceivedAt, Token))
                {
                    mailbox.Postpone(this, ActivationEnds.ForeignWrite());
                    return;
                }

                await StartMethod(instance.Grain, _arguments!);
            }
        }
        catch (InconsistentStateException conflict) when (conflict.IsSourceActivation)
        {
            var end = ActivationEnds.Conflict(conflict);
            if (!IsNested && !IsAnswered && _conflicts++ < mailbox.Options.MaxConflictRetries)
            {
                mailbox.Postpone(this, end);
                return;
            }

            conflict.IsSourceActivation = false;
            mailbox.Retire(end);
            failure = conflict;
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        mailbox.Complete(this);
        Answer(failure);
        Release();
    }

    protected abstract Task StartMethod(Grain grain, object?[] arguments);

    /// <summary>Gives the caller the failure, or the result of the finished method.</summary>
    protected abstract void Answer(Exception? failure);

    protected abstract void AnswerCancelled(CancellationToken token);

    protected void StopObservingToken() => _cancellation.Unregister();

    private void Cancel()
    {
        AnswerCancelled(Token);
        Mailbox?.Forget(this);
    }

    /// <summary>Whoever still holds the frame through an execution context holds nothing else.</summary>
    private void Release()
    {
        _arguments = null;
        Caller = null;
    }
}
