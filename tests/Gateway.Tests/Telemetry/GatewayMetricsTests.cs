using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class GatewayMetricsTests
{
    [Fact]
    public async Task Blocks_NothingHappened_ShowZeroes()
    {
        using var host = await TelemetryHost.StartAsync();

        var lines = host.Lines();

        Assert.Contains("sidecar_blocks_total{reason=\"none\",source=\"builder\"} 0", lines);
        Assert.Contains("rollup_boost_rpc_blocks_created{source=\"l2\"} 0", lines);
        Assert.Contains("rollup_boost_rpc_blocks_created{source=\"builder\"} 0", lines);
        Assert.Contains("# TYPE rollup_boost_rpc_blocks_created counter", lines);
    }

    [Fact]
    public async Task BlockDecided_BothSources_CountsByReasonAndInAlias()
    {
        using var host = await TelemetryHost.StartAsync();

        host.Metrics.BlockDecided(PayloadSource.Builder, FallbackReason.None);
        host.Metrics.BlockDecided(PayloadSource.Local, FallbackReason.NoTxPool);
        host.Metrics.BlockDecided(PayloadSource.Local, FallbackReason.BuilderTimeout);
        host.Metrics.BlockDecided(PayloadSource.Local, FallbackReason.BuilderTimeout);

        var lines = host.Lines();
        Assert.Contains("sidecar_blocks_total{reason=\"none\",source=\"builder\"} 1", lines);
        Assert.Contains("sidecar_blocks_total{reason=\"no_tx_pool\",source=\"local\"} 1", lines);
        Assert.Contains("sidecar_blocks_total{reason=\"builder_timeout\",source=\"local\"} 2", lines);
        Assert.Contains("rollup_boost_rpc_blocks_created{source=\"l2\"} 3", lines);
        Assert.Contains("rollup_boost_rpc_blocks_created{source=\"builder\"} 1", lines);
    }

    [Fact]
    public async Task UpstreamAnswered_TwoCalls_FillTheirBuckets()
    {
        using var host = await TelemetryHost.StartAsync();

        Record(host.Metrics, 2);
        Record(host.Metrics, 700);

        const string Labels = "method=\"validate\",outcome=\"ok\",upstream=\"local\"";
        var lines = host.Lines();
        Assert.Contains($"sidecar_upstream_duration_seconds_bucket{{{Labels},le=\"0.001\"}} 0", lines);
        Assert.Contains($"sidecar_upstream_duration_seconds_bucket{{{Labels},le=\"0.0025\"}} 1", lines);
        Assert.Contains($"sidecar_upstream_duration_seconds_bucket{{{Labels},le=\"1\"}} 2", lines);
        Assert.Contains($"sidecar_upstream_duration_seconds_bucket{{{Labels},le=\"+Inf\"}} 2", lines);
        Assert.Contains($"sidecar_upstream_duration_seconds_count{{{Labels}}} 2", lines);
        Assert.Contains($"sidecar_upstream_duration_seconds_sum{{{Labels}}} 0.702", lines);

        static void Record(GatewayMetrics metrics, int milliseconds) => metrics.UpstreamAnswered(
            UpstreamName.Local, UpstreamMethod.Validate, UpstreamFailure.None, TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public async Task RequestRefused_Unauthorized_CountsResultAndReason()
    {
        using var host = await TelemetryHost.StartAsync();

        host.Metrics.RequestAnswered(RequestMethod.GetPayload);
        host.Metrics.RequestFailed(RequestMethod.PassThrough);
        host.Metrics.RequestRefused(RequestMethod.None, RefusalReason.Unauthorized);

        var lines = host.Lines();
        Assert.Contains("sidecar_requests_total{method=\"get_payload\",result=\"answered\"} 1", lines);
        Assert.Contains("sidecar_requests_total{method=\"pass_through\",result=\"failed\"} 1", lines);
        Assert.Contains("sidecar_requests_total{method=\"none\",result=\"refused\"} 1", lines);
        Assert.Contains("sidecar_requests_refused_total{reason=\"unauthorized\"} 1", lines);
    }

    [Fact]
    public async Task BlocksCompared_BuilderDidWorse_RecordsNegativeDeltas()
    {
        using var host = await TelemetryHost.StartAsync();

        host.Metrics.BlocksCompared(gasDelta: -21_000, transactionsDelta: -1);

        var lines = host.Lines();
        Assert.Contains("sidecar_gas_delta_sum -21000", lines);
        Assert.Contains("rollup_boost_block_building_gas_delta_sum -21000", lines);
        Assert.Contains("sidecar_transactions_delta_bucket{le=\"-3\"} 0", lines);
        Assert.Contains("sidecar_transactions_delta_bucket{le=\"-1\"} 1", lines);
        Assert.Contains("rollup_boost_block_building_tx_count_delta_count 1", lines);
    }

    [Fact]
    public async Task Drops_OfLaneAndMirror_CountByReason()
    {
        using var host = await TelemetryHost.StartAsync();

        host.Metrics.LaneDropped(LaneDropReason.Superseded, count: 3);
        host.Metrics.MirrorDropped(MirrorDropReason.Aged);
        host.Metrics.BlocksCaughtUp(5);

        var lines = host.Lines();
        Assert.Contains("sidecar_lane_dropped_total{reason=\"superseded\"} 3", lines);
        Assert.Contains("sidecar_mirror_dropped_total{reason=\"aged\"} 1", lines);
        Assert.Contains("sidecar_catch_up_blocks_total 5", lines);
    }

    [Fact]
    public async Task Gauges_WithOwners_ShowWhatTheOwnersSay()
    {
        using var host = await TelemetryHost.StartAsync();

        host.Metrics.ObserveLane(() => 7, () => 4096);
        host.Metrics.ObserveMirror(() => 2);
        host.Metrics.ObserveBuilds(() => 3, () => 999);
        host.Metrics.ObserveHealth(() => HealthVerdict.PartialContent);
        host.Metrics.ObserveBuilderState(() => BuilderSyncState.Syncing);
        host.Metrics.ObserveExecutionMode(() => ExecutionMode.DryRun);

        var lines = host.Lines();
        Assert.Contains("sidecar_lane_length 7", lines);
        Assert.Contains("sidecar_lane_bytes 4096", lines);
        Assert.Contains("sidecar_mirror_length 2", lines);
        Assert.Contains("sidecar_builds_count 3", lines);
        Assert.Contains("sidecar_builds_bytes 999", lines);
        Assert.Contains("sidecar_health 1", lines);
        Assert.Contains("sidecar_builder_state 2", lines);
        Assert.Contains("sidecar_execution_mode 2", lines);
        Assert.Contains("rollup_boost_execution_mode 2", lines);
        Assert.Contains($"sidecar_info{{version=\"{ProductVersion.Text}\"}} 1", lines);
    }

    [Fact]
    public async Task Gauges_WithoutOwners_AreAbsent()
    {
        using var host = await TelemetryHost.StartAsync();

        var text = host.Prometheus.Render();

        Assert.DoesNotContain("sidecar_lane_length", text, StringComparison.Ordinal);
        Assert.DoesNotContain("sidecar_health", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_KnownTags_AllocatesNothing()
    {
        using var host = await TelemetryHost.StartAsync();
        RecordAll(host.Metrics);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            RecordAll(host.Metrics);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void RecordAll(GatewayMetrics metrics)
    {
        metrics.BlockDecided(PayloadSource.Local, FallbackReason.Policy);
        metrics.GetPayloadAnswered(PayloadSource.Builder, TimeSpan.FromMilliseconds(3));
        metrics.UpstreamAnswered(
            UpstreamName.Builder, UpstreamMethod.GetPayload, UpstreamFailure.TimedOut, TimeSpan.FromSeconds(1));
        metrics.RequestAnswered(RequestMethod.NewPayload);
        metrics.RequestRefused(RequestMethod.None, RefusalReason.TooLarge);
        metrics.LaneDropped(LaneDropReason.Full);
        metrics.MirrorDropped(MirrorDropReason.Full);
        metrics.BlocksCaughtUp(1);
        metrics.BlocksCompared(1, 1);
    }
}
