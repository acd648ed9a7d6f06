using System.Diagnostics.Metrics;
using Sidecar.Contracts;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class PrometheusTextTests
{
    [Fact]
    public async Task Render_EveryLine_IsACommentOrASample()
    {
        using var host = await TelemetryHost.StartAsync();
        host.Metrics.GetPayloadAnswered(PayloadSource.Local, TimeSpan.FromMilliseconds(1));

        var lines = host.Lines();

        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.Matches(
            "^(# (HELP [a-z_0-9]+ .+|TYPE [a-z_0-9]+ (counter|gauge|histogram))"
            + "|[a-z_][a-z_0-9]*({[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*})? [-+0-9.eEInf]+)$",
            line));
    }

    [Fact]
    public async Task Render_RuntimeMeter_IsIncluded()
    {
        using var host = await TelemetryHost.StartAsync();

        var text = host.Prometheus.Render();

        Assert.Contains("# TYPE dotnet_process_memory_working_set_bytes gauge", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE dotnet_process_cpu_time_seconds_total counter", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_LabelAndHelpWithSpecialCharacters_EscapesThem()
    {
        using var host = await TelemetryHost.StartAsync();
        var counter = host.MeterFactory.Create(GatewayMetrics.MeterName)
            .CreateCounter<double>("test.odd", "s", "back\\slash\nand line");

        counter.Add(1.5, new KeyValuePair<string, object?>("odd.key", "a\\b\"c\nd"));

        var lines = host.Lines();
        Assert.Contains("# HELP test_odd_seconds_total back\\\\slash\\nand line", lines);
        Assert.Contains("test_odd_seconds_total{odd_key=\"a\\\\b\\\"c\\nd\"} 1.5", lines);
    }

    [Fact]
    public async Task Render_SameTagsInAnotherOrder_IsOneSeries()
    {
        using var host = await TelemetryHost.StartAsync();
        var counter = host.MeterFactory.Create(GatewayMetrics.MeterName).CreateCounter<long>("test.order");

        counter.Add(1, new("a", "1"), new KeyValuePair<string, object?>("b", "2"));
        counter.Add(1, new("b", "2"), new KeyValuePair<string, object?>("a", "1"));

        Assert.Contains("test_order_total{a=\"1\",b=\"2\"} 2", host.Lines());
    }

    [Fact]
    public async Task Render_ChangesOfAnUpDownCounter_AddUpAsGauge()
    {
        using var host = await TelemetryHost.StartAsync();
        var open = host.MeterFactory.Create(GatewayMetrics.MeterName).CreateUpDownCounter<long>("test.open");

        open.Add(3);
        open.Add(-1);

        Assert.Contains("# TYPE test_open gauge", host.Lines());
        Assert.Contains("test_open 2", host.Lines());
    }

    [Fact]
    public async Task Record_MoreTagSetsThanTheLimit_SharesAnOverflowSeries()
    {
        using var host = await TelemetryHost.StartAsync();
        var counter = host.MeterFactory.Create(GatewayMetrics.MeterName).CreateCounter<long>("test.many");

        for (var i = 0; i < MetricFamily.SeriesMax + 10; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        }

        Assert.Contains("test_many_total{overflow=\"true\"} 10", host.Lines());
    }

    [Fact]
    public async Task Render_OneCallbackThrows_KeepsTheOthers()
    {
        using var host = await TelemetryHost.StartAsync();
        host.Metrics.ObserveLane(() => throw new InvalidOperationException("broken owner"), () => 1);

        var lines = host.Lines();

        Assert.Contains("sidecar_lane_bytes 1", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("sidecar_lane_length", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_OtherHostInTheProcess_IsNotMixedIn()
    {
        using var host = await TelemetryHost.StartAsync();
        using var other = await TelemetryHost.StartAsync();

        other.Metrics.BlocksCaughtUp(5);

        Assert.DoesNotContain(
            host.Lines(), line => line.StartsWith("sidecar_catch_up_blocks_total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Render_PortClosed_ListensToNothing()
    {
        using var host = await TelemetryHost.StartAsync(enabled: false);

        host.Metrics.BlocksCaughtUp(5);

        Assert.Equal("", host.Prometheus.Render());
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        using var host = await TelemetryHost.StartAsync();

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                host.Metrics.BlocksCaughtUp(1);
                host.Metrics.UpstreamAnswered(
                    UpstreamName.Local, UpstreamMethod.Poll, UpstreamFailure.None, TimeSpan.FromSeconds(0.5));
            }
        });

        var lines = host.Lines();
        Assert.Contains("sidecar_catch_up_blocks_total 80000", lines);
        Assert.Contains(
            "sidecar_upstream_duration_seconds_sum{method=\"poll\",outcome=\"ok\",upstream=\"local\"} 40000", lines);
    }

    [Theory]
    [InlineData("sidecar.lane.length", "{call}", "gauge", "sidecar_lane_length")]
    [InlineData("sidecar.lane.bytes", "By", "gauge", "sidecar_lane_bytes")]
    [InlineData("a.b-c", "By", "counter", "a_b_c_bytes_total")]
    [InlineData("a.time", "s", "histogram", "a_time_seconds")]
    [InlineData("rollup_boost_rpc_blocks_created", "{block}", "counter", "rollup_boost_rpc_blocks_created")]
    public void Metric_NameUnitAndKind_GivesPrometheusName(string name, string unit, string kind, string expected)
    {
        var rendered = PrometheusNames.Metric(name, unit, Enum.Parse<MetricKind>(kind, ignoreCase: true));

        Assert.Equal(expected, rendered);
    }
}
