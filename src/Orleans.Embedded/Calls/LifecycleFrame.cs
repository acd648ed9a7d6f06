namespace Orleans.Embedded;

/// <summary>An activation or deactivation as a link of a call chain: no call to the same grain can run in it.</summary>
internal sealed class LifecycleFrame : CallFrame
{
    private readonly ActivationContext _context;

    public LifecycleFrame(ActivationContext context, CallFrame? cause)
    {
        _context = context;
        Mailbox = context.Mailbox;
        Caller = cause;
        IsRunning = true;
    }

    public override ActivationContext? Constructing => IsRunning ? _context : null;
}
