using System.Globalization;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Cluster;

/// <summary>The cluster's part of /healthz. It never changes the verdict: blocks go on without the cluster.</summary>
internal sealed class ClusterHealth(
    GrainEngine engine, ClusterIdentity identity, ClusterClient cluster, ClusterBuilderGate gate)
{
    public (IEnumerable<string> Reasons, IEnumerable<HealthFact> Facts) Read() => (Reasons(), Facts());

    private IEnumerable<string> Reasons()
    {
        // Grains that nobody shares are only late at the start: nothing is missing yet.
        if (!cluster.IsReachable && (identity.IsShared || cluster.SilentFor is not null))
        {
            yield return "The cluster does not answer: this gateway goes on alone.";
        }

        if (gate.View?.Breaker is { Phase: not BreakerPhase.Closed } breaker)
        {
            yield return $"The builder's breaker is open ({breaker.Cause}): blocks are local.";
        }
    }

    private IEnumerable<HealthFact> Facts()
    {
        yield return new("cluster.engine", engine.Name, null);
        yield return new("cluster.gateway_id", identity.GatewayId, null);
        yield return new("cluster.chain_id", identity.ChainId?.ToString(CultureInfo.InvariantCulture) ?? "unknown", null);
        yield return new("cluster.store", identity.IsShared ? "redis" : "memory", null);
        yield return new(
            "cluster.reachable", cluster.IsReachable ? "yes" : "no", cluster.SilentFor?.TotalSeconds);
        if (gate.View is { } view)
        {
            yield return new("cluster.builder.writer", view.Writer?.GatewayId ?? "none", null);
            yield return new("cluster.builder.breaker", view.Breaker.Phase.ToString().ToLowerInvariant(), null);
        }
    }
}
