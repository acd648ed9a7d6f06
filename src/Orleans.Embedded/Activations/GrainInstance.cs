using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Embedded;

/// <summary>One activated grain object with its loaded states and its scope of services.</summary>
/// <remarks>A state that turns out to be old is not loaded again beneath the grain: the instance is replaced.</remarks>
internal sealed partial class GrainInstance
{
    private readonly IActivationState[] _states;
    private readonly AsyncServiceScope _scope;
    private readonly ActivationContext _context;
    private readonly GrainCatalog _catalog;

    private GrainInstance(
        Grain grain,
        IActivationState[] states,
        AsyncServiceScope scope,
        ActivationContext context,
        GrainCatalog catalog)
    {
        Grain = grain;
        _states = states;
        _scope = scope;
        _context = context;
        _catalog = catalog;
    }

    public Grain Grain { get; }

    /// <summary>Whether a write failed, so that nobody may rely on the state in memory any more.</summary>
    public bool IsSuspect => Array.Exists(_states, static state => state.IsSuspect);

    /// <summary>Makes the grain, loads its states and activates it; on failure nothing of it is left.</summary>
    public static async Task<GrainInstance> ActivateAsync(
        GrainCatalog catalog, GrainClass grainClass, GrainMailbox mailbox, CallFrame? cause)
    {
        var scope = catalog.Services.CreateAsyncScope();
        var context = new ActivationContext(mailbox.GrainId, catalog.Factory, scope.ServiceProvider, mailbox);
        var frame = new LifecycleFrame(context, cause);
        CallFrame.Current = frame;
        using var patience = new CancellationTokenSource(catalog.Options.ActivationTimeout, catalog.Time);
        GrainInstance? instance = null;
        try
        {
            var states = grainClass.CreateStates(context, catalog.Time);
            instance = new GrainInstance(grainClass.Create(context, states), states, scope, context, catalog);
            await instance.StartAsync(patience.Token);
            return instance;
        }
        catch (Exception exception)
        {
            await (instance?.DisposeAsync() ?? scope.DisposeAsync());
            if (exception is OperationCanceledException && patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"Grain {mailbox.GrainId} was not activated in {catalog.Options.ActivationTimeout}.", exception);
            }

            throw;
        }
        finally
        {
            frame.IsRunning = false;
        }
    }

    /// <summary>Whether every state is at least as new as the call, less the staleness that is allowed.</summary>
    public ValueTask<bool> IsNewestAsync(long receivedAt, CancellationToken cancellationToken) =>
        _states.Length == 0 ? ValueTask.FromResult(true) : AskStoresAsync(receivedAt, cancellationToken);

    /// <summary>Tells the grain and lets go of it; never fails.</summary>
    public async Task DeactivateAsync(DeactivationReason reason)
    {
        var frame = new LifecycleFrame(_context, null);
        CallFrame.Current = frame;
        using var patience = new CancellationTokenSource(_catalog.Options.DeactivationTimeout, _catalog.Time);
        try
        {
            await Grain.OnDeactivateAsync(reason, patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(_catalog.Logger, _context.GrainId.ToString(), reason.ReasonCode, exception);
        }
        finally
        {
            frame.IsRunning = false;
        }

        await DisposeAsync();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var state in _states)
        {
            await state.LoadAsync(cancellationToken).WaitAsync(cancellationToken);
        }

        await Grain.OnActivateAsync(cancellationToken).WaitAsync(cancellationToken);
    }

    private async ValueTask<bool> AskStoresAsync(long receivedAt, CancellationToken cancellationToken)
    {
        foreach (var state in _states)
        {
            // Negative when the state was read after the call came in: then it is new enough in any case.
            var age = _catalog.Time.GetElapsedTime(state.SyncedAt, receivedAt);
            if (age >= _catalog.Options.StateStaleness && !await state.IsNewestAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask DisposeAsync()
    {
        try
        {
            if (Grain is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else
            {
                (Grain as IDisposable)?.Dispose();
            }
        }
        catch (Exception exception)
        {
            Log.DisposalFailed(_catalog.Logger, _context.GrainId.ToString(), exception);
        }

        await _scope.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(4501, LogLevel.Warning, "Grain {GrainId} failed to deactivate ({Reason}); it is gone anyway.")]
        public static partial void DeactivationFailed(
            ILogger logger, string grainId, DeactivationReasonCode reason, Exception exception);

        [LoggerMessage(4502, LogLevel.Warning, "Grain {GrainId} failed to dispose; it is gone anyway.")]
        public static partial void DisposalFailed(ILogger logger, string grainId, Exception exception);
    }
}
