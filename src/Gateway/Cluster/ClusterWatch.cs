using Microsoft.Extensions.Options;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>
/// Keeps this gateway and the cluster informed of each other: mode, writer and breaker come in, who is there and how the
/// builder looks from here go out. Its answers are what ends "the cluster is away".
/// </summary>
internal sealed partial class ClusterWatch(
    GrainEngine engine, ClusterClient cluster, ClusterIdentity identity, ClusterBuilderGate gate, ModeSharing modes, Outbox outbox,
    ChainIdReader chain, ClusterWarmUp warmUp, ClusterHealth facts, HealthState health, GatewaySettings settings,
    IOptions<ClusterOptions> options, TimeProvider time, ILogger<ClusterWatch> logger) : BackgroundService
{
    private readonly string _sequencer = settings.Local.Url!.Authority;
    private readonly bool _hasBuilder = settings.Builder.Url is not null;
    private bool _isWarm;
    private long? _reportedAt;
    private long? _syncReportedAt;
    private BuilderSyncState _syncReported;

    /// <summary>What grains of this process alone know changes by this process alone; to look often would only wake it.</summary>
    private TimeSpan Interval =>
        identity.IsShared || !cluster.IsReachable || options.Value.WatchInterval > ClusterLimits.AloneWatchInterval
            ? options.Value.WatchInterval
            : ClusterLimits.AloneWatchInterval;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        modes.Start();
        if (identity.IsShared || !engine.HasToJoin)
        {
            // A silo that nobody shares need not be waited for: its grains know nothing that this process does not.
            health.ExpectCluster();
        }

        health.Addition = facts.Read;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // However long the first round takes: without the cluster blocks are local, and that is better than none.
        using var firstLook = time.CreateTimer(
            _ => health.ClusterLooked(), null, ClusterLimits.FirstLookMax, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                gate.Watched();
                if (await RoundAsync(stoppingToken))
                {
                    health.ClusterLooked();
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <summary>One look; true if the cluster answered.</summary>
    private async Task<bool> RoundAsync(CancellationToken stoppingToken)
    {
        if (identity.ChainId is null && !await FindChainAsync(stoppingToken))
        {
            return false;
        }

        if (!_isWarm && !(_isWarm = await warmUp.RunAsync()))
        {
            return false;
        }

        // The builder first: the cluster counts as there from the first answer on.
        if (_hasBuilder)
        {
            var askedAt = time.GetTimestamp();
            var view = await cluster.LookAsync(
                ClusterCall.LookBuilder, cluster.Builder().Call((grain, token) => grain.Look(token)));
            if (!view.HasAnswer)
            {
                return false;
            }

            gate.Update(view.Value!, askedAt);
            ReportSync();
        }

        var state = await cluster.LookAsync(
            ClusterCall.LookCluster, cluster.Cluster().Call((grain, token) => grain.Look(token)));
        if (!state.HasAnswer)
        {
            return false;
        }

        modes.Apply(state.Value!);
        gate.OurSequencerHas(
            state.Value!.Gateways.Where(gateway => gateway.Sequencer == _sequencer)
                .Select(gateway => gateway.GatewayId).ToHashSet());
        Report();
        return true;
    }

    private async Task<bool> FindChainAsync(CancellationToken stoppingToken)
    {
        if (await chain.ReadAsync(stoppingToken) is not { } chainId)
        {
            return false;
        }

        identity.ChainIs(chainId);
        Log.ChainFound(logger, chainId);
        return true;
    }

    private void Report()
    {
        if (!IsDue(_reportedAt, ClusterLimits.ReportInterval))
        {
            return;
        }

        _reportedAt = time.GetTimestamp();
        var report = new GatewayReport(
            identity.GatewayId, ProductVersion.Text, _sequencer, health.LastLocalHead?.Number, gate.NewestTimestamp,
            time.GetUtcNow());
        outbox.Add(
            ClusterCall.ReportGateway, cluster.Cluster().Call((grain, token) => grain.ReportGateway(report, token)));
    }

    private void ReportSync()
    {
        var seen = health.BuilderSyncNow;
        if (seen == _syncReported && !IsDue(_syncReportedAt, ClusterLimits.SyncReportInterval))
        {
            return;
        }

        (_syncReported, _syncReportedAt) = (seen, time.GetTimestamp());
        var observation = new SyncObservation(identity.GatewayId, seen, time.GetUtcNow());
        gate.AddReport(ClusterCall.ReportSync, (grain, token) => grain.ReportSync(observation, token));
    }

    private bool IsDue(long? last, TimeSpan interval) => last is null || time.GetElapsedTime(last.Value) >= interval;

    private static partial class Log
    {
        [LoggerMessage(5030, LogLevel.Information, "Local is on chain {ChainId}.")]
        public static partial void ChainFound(ILogger logger, ulong chainId);
    }
}
