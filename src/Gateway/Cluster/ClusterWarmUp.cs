using System.Buffers;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>
/// Makes every call that a walk waits for once, on grains that stand for nothing: the first one in a process takes longer
/// than the budget, and a gateway has just started when a failover needs it.
/// </summary>
internal sealed class ClusterWarmUp(
    ClusterClient cluster, ClusterIdentity identity, IPayloadBytes bytes, TimeProvider time)
{
    /// <returns>False if the cluster does not answer.</returns>
    public async Task<bool> RunAsync()
    {
        var now = time.GetUtcNow();
        var digest = new BuildDigest(0, 0);
        var build = new PayloadBuild(digest, BlockHash.Zero, 0, "{}", identity.GatewayId, now);
        var run = new BuilderRun(identity.BuilderId, null, FallbackReason.Superseded, identity.GatewayId);
        var decision = new PayloadDecision(
            PayloadSource.Local, FallbackReason.NoBuilder, BlockHash.Zero, 0, 0, 0, 4, identity.GatewayId, now);
        var payload = cluster.WarmUpPayload();
        var builder = cluster.WarmUpBuilder();
        var opened = await cluster.TellAsync(ClusterCall.Open, payload.Call((grain, token) => grain.Open(build, token)));
        if (!opened.HasAnswer)
        {
            return false;
        }

        await cluster.TellAsync(ClusterCall.Find, payload.Call((grain, token) => grain.Find(token)));
        await cluster.TellAsync(
            ClusterCall.Decide, payload.Call((grain, token) => grain.Decide(build, decision, token)));
        await cluster.TellAsync(
            ClusterCall.RequestBuild,
            builder.Call((grain, token) => grain.RequestBuild(new BuildRequest(identity.GatewayId, digest, 0), token)));
        await cluster.TellAsync(
            ClusterCall.RecordBuild, builder.Call((grain, token) => grain.RecordBuild(digest, run, token)));
        await WarmUpBytesAsync();
        return true;
    }

    /// <summary>Another gateway's answer is wanted in a hurry too.</summary>
    private async Task WarmUpBytesAsync()
    {
        if (!bytes.IsKept || identity.ChainId is not { } chainId)
        {
            return;
        }

        var key = new PayloadKey(chainId, new PayloadId(0), BlockHash.Zero);
        using var overdue = new CancellationTokenSource(ClusterLimits.TellTimeout, time);
        try
        {
            await bytes.WriteAsync(key, new ReadOnlySequence<byte>("{}"u8.ToArray()), overdue.Token);
            using var read = await bytes.ReadAsync(key, overdue.Token);
        }
        catch (OperationCanceledException)
        {
            // Redis is away or slow: then the first time is slow as well.
        }
    }
}
