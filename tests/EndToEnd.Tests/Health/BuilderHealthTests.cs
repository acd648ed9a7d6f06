using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Health;

/// <summary>What op-conductor sees of a builder's troubles.</summary>
[Trait("Category", "E2E")]
public sealed class BuilderHealthTests
{
    [Fact]
    [Trait("Scenario", "43")]
    public async Task Healthz_OneUnknownPayload_NeverLeaves200()
    {
        await using var rig = await Rig.StartAsync();
        List<HttpStatusCode> seen = [];

        // Eight seconds of chain, however fast they pass: two polls cannot see a lag of more than the ten that count.
        rig.OpNode.BlockTime = 1;
        for (var number = 0; number < 8; number++)
        {
            if (number == 3)
            {
                rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-38001, "Unknown payload"), times: 1);
            }

            await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(50) });
            seen.Add((await rig.Gateway.GetAsync("healthz")).Status);
        }

        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "builder_error"));
        Assert.All(seen, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Theory]
    [Trait("Scenario", "44")]
    [InlineData(true, HttpStatusCode.PartialContent)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Healthz_BuilderDead_SaysByOptionAndNever503(bool report, HttpStatusCode expected)
    {
        await using var rig = await Rig.StartAsync("--health-report-builder", report ? "true" : "false");
        await rig.MakeBlockAsync();
        rig.Builder.Crash();
        await rig.Gateway.WaitForBuilderStateAsync(3);
        List<HttpStatusCode> seen = [];

        // Until the verdict is the settled one and then for five blocks more.
        await rig.Gateway.WaitForAsync("healthz", expected);
        for (var count = 0; count < 5; count++)
        {
            var block = await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(200) });
            seen.Add((await rig.Gateway.GetAsync("healthz")).Status);
            Assert.Equal("local:builder_unreachable", block.Source);
            Assert.InRange(block.GetPayloadMilliseconds, 0, 1000);
        }

        Assert.All(seen, status => Assert.Equal(expected, status));
        Assert.Equal(report ? 1 : 0, await rig.Gateway.MetricAsync("sidecar_health"));
        Assert.Equal(5, await rig.Gateway.BlocksAsync("local", "builder_unreachable"));
        Assert.Equal(5, await rig.Gateway.MetricAsync("rollup_boost_rpc_blocks_created{source=\"l2\"}"));
    }

    [Theory]
    [Trait("Scenario", "44")]
    [InlineData(true, HttpStatusCode.PartialContent)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Healthz_BuilderHangs_SaysByOptionAndNever503(bool report, HttpStatusCode expected)
    {
        await using var rig = await Rig.StartAsync(
            "--builder-timeout", "200", "--health-report-builder", report ? "true" : "false");
        await rig.MakeBlockAsync();
        rig.Builder.Faults.Blackhole();

        List<HttpStatusCode> seen = [];
        for (var count = 0; count < 6; count++)
        {
            var block = await rig.MakeBlockAsync();
            seen.Add((await rig.Gateway.GetAsync("healthz")).Status);
            Assert.StartsWith("local:builder_", block.Source, StringComparison.Ordinal);
            Assert.InRange(block.GetPayloadMilliseconds, 0, 1200);
        }

        // Three misses in a row are ill health.
        Assert.Equal(expected, seen[^1]);
        Assert.DoesNotContain(HttpStatusCode.ServiceUnavailable, seen);
    }

    [Fact]
    [Trait("Scenario", "44")]
    public async Task Healthz_BuilderReturns_SaysSoByItself()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        rig.Builder.Crash();
        await rig.Gateway.WaitForAsync("healthz", HttpStatusCode.PartialContent);

        await rig.Builder.ReviveAsync();

        await rig.Gateway.WaitForAsync("healthz", HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Scenario", "44")]
    public async Task IgnoreUnhealthy_BuilderAlwaysMisses_IsLeftAloneAndTriedAgainLater()
    {
        await using var rig = await Rig.StartAsync("--ignore-unhealthy-builders", "true", "--health-miss-age-max", "2");
        using var missing = rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-38001, "Unknown payload"));
        for (var count = 0; count < 3; count++)
        {
            Assert.Equal("local:builder_error", (await rig.MakeBlockAsync()).Source);
        }

        var ignored = await rig.MakeBlockAsync();
        missing.Clear();
        await rig.MakeUntilBuilderIsUsedAsync();

        Assert.Equal("local:builder_unhealthy", ignored.Source);
        Assert.Equal(rig.Local.Head.Hash, rig.OpNode.Head!.Hash);
    }
}
