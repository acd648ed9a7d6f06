using Sidecar.Contracts.Chain;

namespace Sidecar.Grains.Chain;

[GrainType("cluster")]
internal sealed class ClusterGrain(
    [PersistentState("cluster", GrainStores.Cluster)] IPersistentState<ClusterState> cluster,
    TimeProvider time,
    ClusterGrainOptions options) : Grain, IClusterGrain
{
    public async Task<ClusterState> SetMode(ModeChange change, CancellationToken cancellationToken)
    {
        await cluster.KeepAsync(ClusterTransitions.SetMode(cluster.State, change, options), cancellationToken);
        return ClusterTransitions.Seen(cluster.State, time.GetUtcNow(), options);
    }

    public async Task<ClusterState> ReportGateway(GatewayReport report, CancellationToken cancellationToken)
    {
        await cluster.KeepAsync(
            ClusterTransitions.ReportGateway(cluster.State, report, time.GetUtcNow(), options), cancellationToken);
        return cluster.State;
    }

    public Task<ClusterState> Look(CancellationToken cancellationToken) =>
        Task.FromResult(ClusterTransitions.Seen(cluster.State, time.GetUtcNow(), options));

    public Task<ClusterState> GetState() => Task.FromResult(cluster.State);
}
