namespace Sidecar.Grains.Detached;

/// <summary>States of grains that run outside of an engine, where and as the engine stores them.</summary>
public interface IDetachedStates
{
    /// <summary>Loads a state; an empty one if nothing is stored. Writes are compared with what was loaded.</summary>
    /// <param name="grainType">Name of the grain's type, as in its attribute.</param>
    /// <param name="key">Key of the grain.</param>
    /// <param name="stateName">Name of the state, as in its attribute.</param>
    /// <param name="store">One of <see cref="GrainStores"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IPersistentState<TState>> LoadAsync<TState>(
        string grainType, string key, string stateName, string store, CancellationToken cancellationToken)
        where TState : class, new();
}
