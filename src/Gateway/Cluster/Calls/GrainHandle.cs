namespace Sidecar.Gateway.Cluster.Calls;

/// <summary>One grain, and how calls get to it.</summary>
internal readonly struct GrainHandle<TGrain>(IGrainCalls calls, string key)
    where TGrain : IGrainWithStringKey
{
    private readonly IGrainCalls _calls = calls;
    private readonly string _key = key;

    /// <inheritdoc cref="IGrainCalls.CallAsync"/>
    public Task<TResult> CallAsync<TResult>(
        Func<TGrain, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken) =>
        _calls.CallAsync(_key, call, cancellationToken);

    /// <summary>A call to be made later, or again.</summary>
    public Func<CancellationToken, Task<TResult>> Call<TResult>(Func<TGrain, CancellationToken, Task<TResult>> call)
    {
        var grain = this;
        return token => grain.CallAsync(call, token);
    }

    /// <summary>A call without a result, to be made later, or again; true when it is done.</summary>
    public Func<CancellationToken, Task<bool>> Call(Func<TGrain, CancellationToken, Task> call) => Call(
        async (grain, token) =>
        {
            await call(grain, token);
            return true;
        });
}
