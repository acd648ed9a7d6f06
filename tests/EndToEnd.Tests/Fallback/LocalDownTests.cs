using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

/// <summary>Without local there is no block: nothing is invented, and everything is back when local is.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "23")]
public sealed class LocalDownTests
{
    [Fact]
    public async Task Chain_LocalDiesAndReturns_NoBlockMeanwhileAndTheBuilderIsUsedAgain()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        var head = rig.OpNode.Head!;

        rig.Local.Crash();
        var failed = await rig.OpNode.MakeBlockAsync();
        await rig.Gateway.WaitForAsync("healthz", HttpStatusCode.ServiceUnavailable);
        await rig.Local.ReviveAsync();
        await rig.Gateway.WaitForAsync("healthz", HttpStatusCode.OK);
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.Equal(BlockStep.StartBuild, failed.FailedAt);
        Assert.NotInRange(failed.Calls[BlockStep.StartBuild].Status, 200, 299);
        Assert.Equal(head.Hash, blocks[0].Block.ParentHash);
        Assert.Equal(rig.Local.Head.Hash, blocks[^1].Block.Hash);
    }

    [Fact]
    public async Task GetPayload_LocalDiedAfterTheBuildBegan_NoUnvalidatedBlock()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "500");
        var id = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);

        rig.Local.Crash();
        var call = await rig.OpNode.GetPayloadAsync(id);
        await rig.Local.ReviveAsync();
        var forgotten = await rig.OpNode.GetPayloadAsync(id);

        Assert.NotInRange(call.Status, 200, 299);
        // Local forgot the build, but it can say VALID again.
        Assert.True(forgotten.Succeeded, forgotten.ToString());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    public async Task NewPayloadAndForkchoice_LocalDown_BuilderIsNotAskedInItsPlace()
    {
        await using var rig = await Rig.StartAsync();
        var block = await rig.MakeBlockAsync();
        var root = (string?)block.Block.Attributes["parentBeaconBlockRoot"];

        rig.Local.Crash();
        var newPayload = await rig.OpNode.NewPayloadAsync(block.Block.Payload, root);
        var forkchoice = await rig.OpNode.ForkchoiceUpdatedAsync(block.Block.Hash, null);

        Assert.Equal(502, newPayload.Status);
        Assert.Equal(502, forkchoice.Status);
        Assert.Equal(-32000, newPayload.ErrorCode);
        Assert.Equal(-32000, forkchoice.ErrorCode);
    }
}
