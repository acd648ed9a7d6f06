namespace Sidecar.Grains;

internal static class PersistentStateExtensions
{
    /// <summary>Stores the next state, unless it is the one that is stored.</summary>
    /// <remarks>
    /// A failed write may still have been stored. Memory then stays where it was, never ahead of the store: the next
    /// write fits, or conflicts, and a conflict makes the engine load what is stored.
    /// </remarks>
    public static async Task KeepAsync<TState>(
        this IPersistentState<TState> stored, TState next, CancellationToken cancellationToken)
        where TState : class
    {
        var before = stored.State;
        if (ReferenceEquals(before, next))
        {
            return;
        }

        stored.State = next;
        try
        {
            await stored.WriteStateAsync(cancellationToken);
        }
        catch
        {
            stored.State = before;
            throw;
        }
    }
}
