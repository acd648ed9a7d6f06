namespace Orleans.Embedded;

/// <summary>One link of a call chain: something that runs on a grain, and what called it.</summary>
/// <remarks>
/// The chain flows with the execution context, so it also reaches work that outlives its call; a link that no longer
/// runs therefore counts for nothing.
/// </remarks>
internal abstract class CallFrame
{
    private static readonly AsyncLocal<CallFrame?> Local = new();

    /// <summary>The innermost link around the code that asks.</summary>
    public static CallFrame? Current
    {
        get => Local.Value;
        set => Local.Value = value;
    }

    public GrainMailbox? Mailbox { get; set; }

    public CallFrame? Caller { get; protected set; }

    public bool IsRunning { get; set; }

    /// <summary>The activation whose grain is being made; null outside of constructors and activation.</summary>
    public virtual ActivationContext? Constructing => null;

    /// <summary>The nearest link that still runs, so that chains of finished calls are not kept alive.</summary>
    public static CallFrame? NearestRunning(CallFrame? frame)
    {
        while (frame is { IsRunning: false })
        {
            frame = frame.Caller;
        }

        return frame;
    }

    /// <summary>Whether this link runs somewhere up the chain that starts at <paramref name="frame"/>.</summary>
    public bool IsIn(CallFrame? frame)
    {
        for (; frame is not null; frame = frame.Caller)
        {
            if (ReferenceEquals(frame, this) && frame.IsRunning)
            {
                return true;
            }
        }

        return false;
    }
}
