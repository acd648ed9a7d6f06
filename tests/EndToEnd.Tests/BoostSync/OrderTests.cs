using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

/// <summary>What the builder hears of the chain, and in which order.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "26")]
public sealed class OrderTests
{
    private const int SlackMs = 1000;

    [Fact]
    public async Task Chain_SlowBuilder_EachBlockIsAnsweredBeforeItsHeadArrives()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.On("engine_newPayload", Fault.Delay(TimeSpan.FromMilliseconds(50)));

        List<string> hashes = [];
        for (var count = 0; count < 6; count++)
        {
            hashes.Add((await rig.MakeBlockAsync()).Block.Hash);
        }

        await rig.Builder.WaitForHeadAsync(hashes[^1]);
        foreach (var hash in hashes)
        {
            var newPayload = rig.Builder.Calls.First(call => call.Is("engine_newPayload") && call.IsAbout(hash));
            var head = rig.Builder.Calls.First(call => call.Is("engine_forkchoiceUpdated") && call.IsAbout(hash));
            Assert.True(newPayload.Order < head.Order, $"{head} came before {newPayload}");
            Assert.Equal("VALID", (string?)newPayload.Answer!.Result!["status"]);
            Assert.Equal("VALID", (string?)head.Answer!.Result!["payloadStatus"]!["status"]);
        }

        Assert.Equal(6, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    public async Task Chain_BuilderTakes400MsForABlock_StillGetsAttributesAndIsUsed()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.On("engine_newPayload", Fault.Delay(TimeSpan.FromMilliseconds(400)));

        List<MadeBlock> blocks = [];
        for (var count = 0; count < 4; count++)
        {
            blocks.Add(await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(500) }));
        }

        Assert.All(blocks, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.Equal(4, rig.Builder.Calls.Count(WireCalls.HasAttributes));
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
    }

    [Fact]
    public async Task BuildOnTheNewHead_BlockStillOnTheWire_AttributesWaitForIt()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "5000", "--boost-sync-call-timeout", "5000");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = rig.Builder.Faults.On("engine_newPayload", Fault.HoldUntil(gate.Task), times: 1);
        var first = await rig.MakeBlockAsync();
        await held.WaitForHitsAsync();

        var id = await rig.StartBuildAsync();
        var arrivedEarly = rig.Builder.Calls.Any(call => call.HasAttributes() && call.IsAbout(first.Block.Hash));
        gate.SetResult();
        var payload = await rig.OpNode.GetPayloadAsync(id);

        Assert.False(arrivedEarly);
        Assert.True(payload.Succeeded);
        Assert.Equal(2, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    public async Task BuildOnTheNewHead_SeveralBlocksWait_AllGoBeforeTheAttributes()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "200", "--boost-sync-call-timeout", "9000");
        await rig.MakeBlockAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = rig.Builder.Faults.On("engine_newPayload", Fault.HoldUntil(gate.Task), times: 1);

        // Blocks with noTxPool send no attributes to the builder, so they pile up behind the one that is held.
        for (var count = 0; count < 4; count++)
        {
            await rig.MakeBlockAsync(new() { NoTxPool = true });
        }

        await held.WaitForHitsAsync();
        var id = await rig.StartBuildAsync();
        gate.SetResult();
        await rig.Builder.WaitForCallAsync(call => call.HasAttributes() && call.IsAbout(rig.Local.Head.Hash));
        var payload = await rig.OpNode.GetPayloadAsync(id);

        Assert.True(payload.Succeeded);
        Assert.Equal(2, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.All(
            rig.Builder.CallsOf("engine_newPayload"),
            call => Assert.Equal("VALID", (string?)call.Answer!.Result!["status"]));
    }

    [Fact]
    public async Task Relay_BuilderHasNeverSeenTheBlock_ItBecomesItsHead()
    {
        await using var rig = await Rig.StartAsync("--execution-mode", "dry-run");

        var block = await rig.MakeBlockAsync();

        Assert.Equal("local:dry_run", block.Source);
        await rig.Builder.WaitForHeadAsync(block.Block.Hash, TimeSpan.FromMilliseconds(SlackMs * 10));
        var calls = rig.Local.CallsOf("engine_newPayload").Where(call => call.IsAbout(block.Block.Hash));
        var relayed = rig.Builder.CallsOf("engine_newPayload").Single(call => call.IsAbout(block.Block.Hash));
        Assert.Contains(calls, call => call.BodySha256 == relayed.BodySha256);
    }

    [Fact]
    public async Task Block_LocalIsAtItForLong_ReachesTheBuilderMeanwhile()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.MakeBlockAsync();
        await rig.Builder.WaitForHeadAsync(first.Block.Hash);
        var gate = new TaskCompletionSource();
        using var held = rig.Local.Faults.On("engine_newPayload", Fault.HoldAnswerUntil(gate.Task));
        var seen = rig.Builder.CallsOf("engine_newPayload").Count;

        var making = rig.MakeBlockAsync();
        await Polling.UntilAsync(() => Task.FromResult(rig.Builder.CallsOf("engine_newPayload").Count > seen));
        gate.SetResult();

        (await making).Block.EnsureMade();
    }

    [Fact]
    public async Task Calls_BuilderHangsOnEverything_OpNodeWaitsNoLongerThanForLocal()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "300");
        await rig.MakeBlockAsync();
        using var direct = new OpNodeDriver(rig.Local.Url, rig.Local.JwtSecret);
        rig.Builder.Faults.On("engine_*", Fault.Hang());

        List<BlockResult> blocks = [];
        for (var count = 0; count < 4; count++)
        {
            blocks.Add((await rig.MakeBlockAsync()).Block);
        }

        var directBlocks = await direct.MakeBlocksAsync(4);
        foreach (var step in (BlockStep[])[BlockStep.StartBuild, BlockStep.NewPayload, BlockStep.SetHead])
        {
            var slowestDirect = directBlocks.Max(block => block.Calls[step].Milliseconds);
            var fastest = blocks.Min(block => block.Calls[step].Milliseconds);
            var slowest = blocks.Max(block => block.Calls[step].Milliseconds);
            Assert.InRange(slowest, 0, slowestDirect + SlackMs);
            // Far below the builder's time limits: not one of them has been waited for.
            Assert.InRange(fastest, 0, slowestDirect + 200);
        }
    }
}
