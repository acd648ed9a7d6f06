using Sidecar.Gateway.Cluster.Calls;

namespace Sidecar.Gateway.Hosting.WarmUp;

/// <summary>A cluster that is away.</summary>
internal sealed class NoGrains : IGrainCalls
{
    public Task<TResult> CallAsync<TGrain, TResult>(
        string key, Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey =>
        Task.FromException<TResult>(new InvalidOperationException("A rehearsal has no grains."));
}
