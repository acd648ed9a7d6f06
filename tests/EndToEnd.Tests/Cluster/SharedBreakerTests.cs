using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>What one gateway learns of a broken builder holds for all of them, and so does its recovery.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "25")]
public sealed class SharedBreakerTests
{
    private const string Breaker = "sidecar_breaker";

    private static readonly string[] StaysOpen =
        ["--breaker-failures-max", "3", "--breaker-open-for", "300s", "--breaker-open-for-max", "300s"];

    [Fact]
    public async Task Breaker_OneInvalidBlock_OpensForAllGatewaysAtOnce()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2 b1", StaysOpen);
        rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);

        var invalid = await rig.A.MakeBlockAsync(rig["a1"]);
        await WaitForBreakersAsync(rig, 1);
        var asked = rig.BuilderBuilds().Count;
        var refused = await rig.A.MakeBlockAsync(rig["a2"]);
        await FollowAsync(rig, invalid, refused);
        var refusedElsewhere = await rig.B.MakeBlockAsync(rig["b1"]);

        Assert.Equal("local:not_valid", invalid.Source);
        Assert.Equal("local:breaker_open", refused.Source);
        Assert.Equal("local:breaker_open", refusedElsewhere.Source);
        Assert.Equal(asked, rig.BuilderBuilds().Count);
    }

    [Fact]
    public async Task Breaker_FailuresInARowAtDifferentGateways_AddUp()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2", StaysOpen);
        rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-32000, "broken"));
        string[] order = ["a1", "a2", "a1"];
        foreach (var (name, failures) in order.Select((name, index) => (name, index + 1)))
        {
            var failed = await rig.A.MakeBlockAsync(rig[name]);
            Assert.Equal("local:builder_error", failed.Source);

            // Counted before the next one goes elsewhere: two that are told at once might come in either order.
            await rig[name].WaitUntilToldAsync("report_outcome", order.Take(failures).Count(other => other == name));
        }

        await WaitForBreakersAsync(rig, 1);

        Assert.Equal("local:breaker_open", (await rig.A.MakeBlockAsync(rig["a2"])).Source);
    }

    [Fact]
    public async Task Breaker_ProbeSucceeds_ItsBlockIsOnlyCheckedAndTheBuilderIsUsedEverywhereAgain()
    {
        await using var rig = await ClusterRig.StartAsync(
            "a1 b1", "--breaker-failures-max", "3", "--breaker-open-for", "500ms");
        rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);
        var made = new List<MadeBlock> { await rig.A.MakeBlockAsync(rig["a1"]) };
        await rig["a1"].WaitUntilToldAsync("report_outcome", 1);

        made.AddRange(await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]));
        await WaitForBreakersAsync(rig, 0);
        await FollowAsync(rig, [.. made]);
        var elsewhere = await rig.B.MakeBlockAsync(rig["b1"]);

        var reasons = made.Select(block => block.Source).ToList();
        Assert.Equal("local:not_valid", reasons[0]);
        Assert.Equal("local:breaker_probe", reasons[^2]);
        Assert.All(reasons[1..^2], reason => Assert.Equal("local:breaker_open", reason));
        Assert.Equal(MadeBlock.Builder, elsewhere.Source);
        AssertChecked(rig, made[^2]);
    }

    /// <summary>The builder was asked for its block, and local has called it valid.</summary>
    private static void AssertChecked(ClusterRig rig, MadeBlock probe)
    {
        var blocks = rig.Builder.CallsOf("engine_getPayload")
            .Select(call => call.Answer?.Result?["executionPayload"])
            .Where(payload => payload is not null && (string)payload["parentHash"]! == probe.Block.ParentHash)
            .Select(payload => (string)payload!["blockHash"]!);
        var checkedBlock = Assert.Single(blocks);
        Assert.NotEqual(checkedBlock, probe.Block.Hash);
        Assert.True(rig.A.Local.KnowsBlock(checkedBlock));
    }

    private static Task WaitForBreakersAsync(ClusterRig rig, int phase) =>
        Task.WhenAll(rig.Gateways.Select(gateway => gateway.Process.WaitForStateAsync(Breaker, phase)));

    private static async Task FollowAsync(ClusterRig rig, params MadeBlock[] blocks)
    {
        foreach (var made in blocks)
        {
            await rig.B.FollowAsync(rig["b1"], made.Block);
        }
    }
}
