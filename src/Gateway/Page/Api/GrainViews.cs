using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Calls;

namespace Sidecar.Gateway.Page.Api;

/// <summary>Looks into grains. What fails here says nothing about the cluster: no walk asked.</summary>
internal sealed class GrainViews(ClusterClient cluster, ClusterIdentity identity, TimeProvider time)
{
    /// <summary>Longest wait for a grain.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>Longest name of a builder that is looked for.</summary>
    private const int NameLengthMax = 128;

    public ValueTask<ApiResult> PayloadAsync(PayloadId id, CancellationToken cancellationToken) => ReadAsync(
        "payload", chain => GrainKeys.Payload(chain, id), () => cluster.Payload(id), grain => grain.GetState(),
        (PayloadState state) => !state.Builds.IsEmpty, cancellationToken);

    public ValueTask<ApiResult> BuilderAsync(string builderId, CancellationToken cancellationToken) =>
        builderId.Length > NameLengthMax
            ? ValueTask.FromResult(ApiResult.Error(StatusCodes.Status404NotFound, "No builder has so long a name."))
            : ReadAsync(
                "builder", chain => GrainKeys.Builder(chain, builderId), () => cluster.Builder(builderId),
                grain => grain.GetState(), (BuilderState state) => state != new BuilderState(), cancellationToken);

    public ValueTask<ApiResult> ClusterAsync(CancellationToken cancellationToken) => ReadAsync(
        "cluster", GrainKeys.Cluster, cluster.Cluster, grain => grain.GetState(), (ClusterState _) => true,
        cancellationToken);

    public ValueTask<ApiResult> BlocksAsync(ulong number, CancellationToken cancellationToken) => ReadAsync(
        "blocks", chain => GrainKeys.BlockPage(chain, number), () => cluster.BlockPage(number),
        grain => grain.GetState(), (BlockPageState state) => !state.Blocks.IsEmpty, cancellationToken);

    /// <summary>What the cluster grain holds; null if it does not answer.</summary>
    public async ValueTask<ClusterState?> TryReadClusterAsync(CancellationToken cancellationToken) =>
        identity.ChainId is null || !cluster.IsReachable
            ? null
            : await TryCallAsync(cluster.Cluster(), grain => grain.GetState(), cancellationToken);

    private async ValueTask<ApiResult> ReadAsync<TGrain, TState>(
        string name, Func<ulong, string> key, Func<GrainHandle<TGrain>> find, Func<TGrain, Task<TState>> read,
        Func<TState, bool> isThere, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey
        where TState : class
    {
        if (identity.ChainId is not { } chain)
        {
            return ApiResult.Error(StatusCodes.Status503ServiceUnavailable, "Local has not told its chain yet.");
        }

        if (await TryCallAsync(find(), read, cancellationToken) is not { } state)
        {
            return ApiResult.Error(StatusCodes.Status503ServiceUnavailable, "The cluster does not answer.");
        }

        return isThere(state)
            ? ApiResult.Of(new GrainView<TState>(name, key(chain), state))
            : ApiResult.Error(StatusCodes.Status404NotFound, "Nothing is stored under this key.");
    }

    private async Task<TState?> TryCallAsync<TGrain, TState>(
        GrainHandle<TGrain> handle, Func<TGrain, Task<TState>> read, CancellationToken cancellationToken)
        where TGrain : IGrainWithStringKey
        where TState : class
    {
        using var overdue = new CancellationTokenSource(Timeout, time);
        try
        {
            return await handle.CallAsync((grain, _) => read(grain), overdue.Token)
                .WaitAsync(Timeout, time, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever breaks in the cluster, the page says that it does not answer: hence a catch-all.
            return null;
        }
    }
}
