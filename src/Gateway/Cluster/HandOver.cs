using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>Leaves to the other gateways what this one knows, when it stops.</summary>
/// <remarks>Stops after the ports have closed and before the <see cref="Outbox"/>, which tells the last things.</remarks>
internal sealed class HandOver(
    ClusterClient cluster, ClusterIdentity identity, Outbox outbox, OffPathWork offPath, UnfinishedBlock unfinished,
    TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The builder's id of a build that has just begun: with it the next gateway has the builder's block.
            await offPath.WhenIdle().WaitAsync(ClusterLimits.HandOverMax, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The builder hangs: there is no block to hand over.
        }

        // While a build of ours runs at the builder, nobody else should move its head for the length of the lease.
        if (identity is { IsShared: true, ChainId: not null } && !unfinished.IsBeingBuilt)
        {
            outbox.Add(
                ClusterCall.ReleaseWriter,
                cluster.Builder().Call((grain, token) => grain.ReleaseWriter(identity.GatewayId, token)));
        }
    }
}
