using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

/// <summary>A builder that syncs is left alone, brought up by replay once it can take it, and used again.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "27")]
public sealed class SyncingBuilderTests
{
    [Fact]
    public async Task Chain_BuilderSyncs_ItHearsOfNoHeadUntilItIsReady()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        rig.Builder.IsSyncing = true;
        await rig.MakeBlockAsync();
        await rig.Gateway.WaitForBuilderStateAsync(2);
        rig.Builder.Calls.Clear();

        // Over several polls: each of them sees a builder that is behind.
        List<MadeBlock> blocks = [];
        while (rig.Builder.CallsOf("eth_getBlockByNumber").Count < 4)
        {
            blocks.Add(await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(100) }));
        }

        Assert.All(blocks, block => Assert.Equal("local:builder_syncing", block.Source));
        Assert.Empty(rig.Builder.CallsOf("engine_forkchoiceUpdated"));
        Assert.InRange(rig.Builder.CallsOf("engine_newPayload").Count, 0, 6);
    }

    [Fact]
    public async Task Chain_BuilderReadyAgain_MissedBlocksAreReplayedOnceAndItIsUsed()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        rig.Builder.IsSyncing = true;
        for (var count = 0; count < 5; count++)
        {
            await rig.MakeBlockAsync();
        }

        rig.Builder.IsSyncing = false;
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.All(
            blocks.SkipLast(1), block => Assert.StartsWith("local:builder_", block.Source, StringComparison.Ordinal));
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
        Assert.InRange(await rig.Gateway.MetricAsync("sidecar_catch_up_blocks_total"), 5, 100);
    }

    [Fact]
    public async Task Replay_ChainGoesOnMeanwhile_BuilderNeverHearsOfAHeadItCannotKnow()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        rig.Builder.Crash();
        for (var count = 0; count < 12; count++)
        {
            await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(10) });
        }

        // 13 and more blocks at 100 ms each take longer than the chain's block time here.
        rig.Builder.Calls.Clear();
        rig.Builder.Faults.On("engine_newPayload", Fault.Delay(TimeSpan.FromMilliseconds(100)));
        await rig.Builder.ReviveAsync();
        await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.FromMilliseconds(300));

        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
        Assert.All(rig.Builder.CallsOf("engine_newPayload"), call => Assert.Equal("VALID", StatusOf(call)));
        Assert.All(rig.Builder.CallsOf("engine_forkchoiceUpdated"), call => Assert.Equal("VALID", StatusOf(call)));
        Assert.All(
            rig.Builder.CallsOf("engine_newPayload").GroupBy(call => call.BlockHash()), group => Assert.Single(group));
    }

    private static string? StatusOf(ReceivedCall call)
    {
        var result = call.Answer?.Result;
        return (string?)(result?["payloadStatus"] ?? result)?["status"];
    }
}
