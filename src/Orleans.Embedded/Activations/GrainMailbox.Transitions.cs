using Orleans.Storage;

namespace Orleans.Embedded;

/// <content>Making and ending instances, as turns of the activation's scheduler.</content>
internal sealed partial class GrainMailbox
{
    private async Task ActivateAsync(GrainCall cause)
    {
        GrainInstance? instance = null;
        Exception? failure = null;
        try
        {
            instance = await ActivateOverConflictsAsync(cause);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        GrainCall[] failed = [];
        lock (_gate)
        {
            _isInTransition = false;
            Volatile.Write(ref _instance, instance);
            _lastUsed = catalog.Now;
            if (failure is not null)
            {
                // All that wait, or each would pay for the same failure again, one after the other.
                failed = [.. _waiting];
                Array.ForEach(failed, Dequeue_NeedsLock);
            }

            Advance_NeedsLock();
        }

        foreach (var call in failed)
        {
            call.Fail(failure!);
        }
    }

    private async Task<GrainInstance> ActivateOverConflictsAsync(GrainCall cause)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await GrainInstance.ActivateAsync(catalog, grainClass, this, cause);
            }
            catch (InconsistentStateException conflict) when (conflict.IsSourceActivation)
            {
                if (conflicts == Options.MaxConflictRetries)
                {
                    conflict.IsSourceActivation = false;
                    throw;
                }
            }
        }
    }

    private async Task DeactivateAsync(GrainInstance instance, DeactivationReason reason)
    {
        await instance.DeactivateAsync(reason);
        lock (_gate)
        {
            Volatile.Write(ref _instance, null);
            _isInTransition = false;
            Advance_NeedsLock();
        }
    }
}
