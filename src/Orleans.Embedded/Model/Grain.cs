using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of every grain class.</summary>
/// <remarks>
/// A grain that the engine did not make, but a test with <c>new</c>, has no key and no factory.
/// </remarks>
public abstract class Grain : IAddressable
{
    private readonly ActivationContext? _context = CallFrame.Current?.Constructing;

    protected IGrainFactory GrainFactory => Context.GrainFactory;

    protected internal IServiceProvider ServiceProvider => Context.Services;

    internal GrainId GrainId => Context.GrainId;

    private ActivationContext Context => _context
        ?? throw new InvalidOperationException("This grain was not made by the engine: it has no key and no factory.");

    /// <summary>Runs once, with the state loaded, before the first call; its failure fails the waiting calls.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call, unless the process dies; its failure is logged and has no effect.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation after the calls that run now; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => Context.Mailbox.Retire(
        new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The grain called DeactivateOnIdle."));
}
