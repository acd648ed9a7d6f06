using Orleans.Storage;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Blocks;
using Sidecar.Grains.Builders;
using Sidecar.Grains.Chain;
using Sidecar.Grains.Payloads;

namespace Sidecar.Grains.Detached;

/// <summary>The same grains without an engine: each call loads the state, runs, and stores what has changed.</summary>
/// <remarks>
/// For a caller that cannot wait until an engine has noticed that one of its hosts is gone. It is safe beside an engine,
/// because all of them write a state only if it still is the one that they had read.
/// </remarks>
public sealed class DetachedGrains(
    IDetachedStates states, PayloadGrainOptions payloads, BuilderGrainOptions builders, ClusterGrainOptions clusters,
    TimeProvider time)
{
    /// <summary>Tries of one call while others write the same state.</summary>
    private const int TriesMax = 8;

    /// <summary>Calls a grain.</summary>
    /// <param name="key">Its key, see <see cref="Contracts.GrainKeys"/>.</param>
    /// <param name="call">The call; made anew, on the newer state, when somebody else has written meanwhile.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <typeparam name="TGrain">One of our grain interfaces.</typeparam>
    /// <typeparam name="TResult">What the call returns.</typeparam>
    /// <exception cref="InconsistentStateException">Others wrote each time in between.</exception>
    public async Task<TResult> CallAsync<TGrain, TResult>(
        string key, Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(call);
        for (var tries = 1; ; tries++)
        {
            var grain = (TGrain)await LoadAsync(typeof(TGrain), key, cancellationToken);
            try
            {
                return await call(grain, cancellationToken);
            }
            catch (InconsistentStateException) when (tries < TriesMax)
            {
                // Somebody else was first; what they wrote counts.
            }
        }
    }

    private async Task<IGrainWithStringKey> LoadAsync(Type grain, string key, CancellationToken cancellationToken)
    {
        if (grain == typeof(IPayloadGrain))
        {
            return new PayloadGrain(
                await states.LoadAsync<PayloadState>("payload", key, "payload", GrainStores.Payloads, cancellationToken),
                payloads);
        }

        if (grain == typeof(IBlockPageGrain))
        {
            return new BlockPageGrain(
                await states.LoadAsync<BlockPageState>("blocks", key, "blocks", GrainStores.Payloads, cancellationToken),
                new BlockPageGrainOptions());
        }

        if (grain == typeof(IBuilderGrain))
        {
            return new BuilderGrain(
                await states.LoadAsync<BuilderState>("builder", key, "builder", GrainStores.Cluster, cancellationToken),
                time,
                builders);
        }

        return grain == typeof(IClusterGrain)
            ? new ClusterGrain(
                await states.LoadAsync<ClusterState>("cluster", key, "cluster", GrainStores.Cluster, cancellationToken),
                time,
                clusters)
            : throw new ArgumentException($"{grain.Name} is not a grain of ours.", nameof(grain));
    }
}
