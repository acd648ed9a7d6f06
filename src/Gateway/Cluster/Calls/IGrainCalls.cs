namespace Sidecar.Gateway.Cluster.Calls;

/// <summary>How a call gets to a grain.</summary>
internal interface IGrainCalls
{
    /// <summary>Calls a grain. The call may be made more than once: every method of our grains can be repeated.</summary>
    /// <param name="key">The grain's key.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<TResult> CallAsync<TGrain, TResult>(
        string key, Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey;
}
