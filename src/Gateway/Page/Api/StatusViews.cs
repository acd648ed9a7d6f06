using Microsoft.Extensions.Options;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Page.Api;

/// <summary>What is known now of builders, cluster and health.</summary>
/// <remarks>Parts that a set-up does not have are null: no builder, no Redis, an engine without pages.</remarks>
internal sealed class StatusViews(
    BlockLog blocks, HealthState health, ClusterBuilderGate gate, ClusterClient cluster, ClusterIdentity identity,
    GrainEngine engine, Outbox outbox, GrainViews grains, IOptions<LocalOptions> local, TimeProvider time,
    BuilderLane? lane = null, RedisLink? redis = null, IDashboard? dashboard = null, ISiloList? silos = null)
{
    public BuildersView Builders()
    {
        if (lane is null)
        {
            return new([]);
        }

        var made = blocks.Read();
        var view = gate.View;
        var (localHead, head) = health.Heads;
        return new([new BuilderStatus(
            identity.BuilderId,
            health.BuilderSyncNow,
            view?.Breaker,
            view?.Writer,
            view?.Writer?.GatewayId == identity.GatewayId,
            HeadView.From(head),
            HeadView.From(localHead),
            head is { } theirs && localHead is { } ours ? (long)ours.Number - (long)theirs.Number : null,
            new LaneView(lane.Count, lane.Bytes, lane.OldestAge?.TotalMilliseconds),
            ScoreView.Of(made, made.Count == 0 ? time.GetUtcNow() : made[^1].At),
            ScoreView.History(made))]);
    }

    public async ValueTask<ClusterView> ClusterAsync(CancellationToken cancellationToken)
    {
        var state = identity.IsShared ? await grains.TryReadClusterAsync(cancellationToken) : null;
        var gateways = state?.Gateways is { Count: > 0 } told ? told.ToList() : [Self()];
        var writer = gate.View?.Writer?.GatewayId;
        var newest = gateways.MaxBy(gateway => gateway.BuildingTimestamp);
        return new(
            engine.Name,
            identity.GatewayId,
            identity.IsShared ? identity.ChainId : null,
            identity.IsShared,
            cluster.IsReachable,
            cluster.SilentFor?.TotalSeconds,
            redis?.IsConnected,
            outbox.Count,
            writer,
            newest is { BuildingTimestamp: > 0 } ? newest.Sequencer : null,
            [.. gateways.OrderBy(gateway => gateway.GatewayId, StringComparer.Ordinal)
                .Select(gateway => ViewOf(gateway, writer))],
            silos is null ? null : await silos.ReadAsync(cancellationToken),
            dashboard is null ? null : DashboardEndpoint.Root);
    }

    public HealthView Health()
    {
        var report = health.Evaluate();
        var readiness = health.Ready();
        return new(
            report.Verdict, report.Reasons, readiness.IsReady, readiness.Reason, ProductVersion.Text, time.GetUtcNow(),
            report.Facts);
    }

    private GatewayReport Self() => new(
        identity.GatewayId, ProductVersion.Text, local.Value.Url?.Authority ?? "", health.LastLocalHead?.Number,
        gate.NewestTimestamp, time.GetUtcNow());

    private GatewayView ViewOf(GatewayReport report, string? writer) => new(
        report.GatewayId, report.Version, report.Sequencer, report.LocalHead, report.BuildingTimestamp,
        Math.Round(Math.Max(0, (time.GetUtcNow() - report.At).TotalSeconds), 1),
        report.GatewayId == identity.GatewayId, report.GatewayId == writer);
}
