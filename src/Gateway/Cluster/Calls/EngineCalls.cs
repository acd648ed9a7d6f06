namespace Sidecar.Gateway.Cluster.Calls;

/// <summary>Calls grains where the engine hosts them.</summary>
internal sealed class EngineCalls(IGrainFactory grains) : IGrainCalls
{
    public Task<TResult> CallAsync<TGrain, TResult>(
        string key, Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey => call(grains.GetGrain<TGrain>(key), cancellationToken);
}
