using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>Two sequencers that both think they lead, as happens until a deposed one learns of it.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "33")]
public sealed class TwoSequencersTests
{
    [Fact]
    public async Task Deposed_TheOtherHasMovedOn_ItsHeadsAndAttributesDoNotReachTheBuilder()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await StartOverlapAsync(rig);
        List<MadeBlock> leaders = [];
        List<MadeBlock> deposed = [];

        for (var slot = 0; slot < 4; slot++)
        {
            leaders.Add(await rig.B.MakeBlockAsync(rig["b1"]));
            deposed.Add(await rig.A.MakeBlockAsync(rig["a1"], OtherOrigin(rig.A)));
        }

        await rig.Builder.WaitForHeadAsync(leaders[^1].Block.Hash);
        Assert.All(leaders, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.All(deposed, block => Assert.Equal("local:held_by_another", block.Source));
        Assert.All(deposed, block => Assert.DoesNotContain(rig.Builder.Calls, call => call.IsAbout(block.Block.Hash)));
        Assert.Equal(1 + leaders.Count, rig.BuilderBuilds().Count);
        Assert.Empty(PayloadIds(leaders).Intersect(PayloadIds(deposed)));
    }

    [Fact]
    public async Task Deposed_SameAttributesAsTheLeader_BothAnswerOneBlock()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await StartOverlapAsync(rig);

        for (var slot = 0; slot < 3; slot++)
        {
            var id = await rig.B.StartKnownBuildAsync(rig["b1"]);
            var sameId = await rig.A.StartKnownBuildAsync(rig["a1"]);
            var answers = await Task.WhenAll(
                rig.B.GetPayloadAsync(rig["b1"], id), rig.A.GetPayloadAsync(rig["a1"], sameId));
            await rig.B.AdoptAsync(rig["b1"], answers[0]);
            await rig.A.AdoptAsync(rig["a1"], answers[1]);

            Assert.Equal(id, sameId);
            Assert.Equal("builder", ClusterSequencer.MakerOf(answers[0]));
            Assert.Equal(ClusterSequencer.HashOf(answers[0]), ClusterSequencer.HashOf(answers[1]));
        }

        Assert.Equal(4, rig.BuilderBuilds().Count);
    }

    [Fact]
    public async Task BothMoveForward_EachGetsValidBlocksAndTheBuilderOneAnswerEach()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await StartOverlapAsync(rig);

        for (var round = 0; round < 3; round++)
        {
            // Each is ahead of the other in turn, and so takes the builder from it in turn.
            var bs = await rig.B.MakeBlockAsync(rig["b1"], AheadOfBoth(rig));
            var @as = await rig.A.MakeBlockAsync(rig["a1"], AheadOfBoth(rig));

            // Making a block demands that local takes it.
            Assert.NotEqual(bs.Block.PayloadId, @as.Block.PayloadId);
            Assert.NotEqual(bs.Block.Hash, @as.Block.Hash);
        }

        await AssertAnsweredOnceAsync(rig);

        // Once only one is left, the builder is its alone.
        await rig.B.MakeUntilBuilderIsUsedAsync(rig["b1"]);
        Assert.Equal(MadeBlock.Builder, (await rig.B.MakeBlockAsync(rig["b1"])).Source);
    }

    /// <summary>a leads for a block; then b follows it and leads as well.</summary>
    private static async Task StartOverlapAsync(ClusterRig rig)
    {
        var last = await rig.A.MakeBlockAsync(rig["a1"]);
        Assert.Equal(MadeBlock.Builder, last.Source);
        await rig.B.FollowAsync(rig["b1"], last.Block);
        await rig.Builder.WaitForHeadAsync(last.Block.Hash);
    }

    private static BlockRequest AheadOfBoth(ClusterRig rig) => new()
    {
        Timestamp = Math.Max(rig.A.OpNode.Head!.Timestamp, rig.B.OpNode.Head!.Timestamp) + 1,
    };

    /// <summary>No block of the builder was answered for two builds, and no build has two blocks.</summary>
    private static async Task AssertAnsweredOnceAsync(ClusterRig rig)
    {
        foreach (var gateway in rig.Gateways)
        {
            Assert.Equal(0, await gateway.Process.MetricAsync("sidecar_cluster_conflicts_total"));
        }

        var parents = rig.Builder.CallsOf("engine_getPayload")
            .Select(call => call.Answer?.Result?["executionPayload"])
            .Where(payload => payload is not null)
            .GroupBy(payload => (string)payload!["blockHash"]!, payload => (string)payload!["parentHash"]!);
        Assert.All(parents, block => Assert.Single(block));
    }

    private static IEnumerable<string?> PayloadIds(IEnumerable<MadeBlock> blocks) =>
        blocks.Select(block => block.Block.PayloadId);

    /// <summary>A block on another L1 origin than the leader's: other deposits, another block for the slot.</summary>
    private static BlockRequest OtherOrigin(ClusterSequencer sequencer) =>
        new() { ForcedTransactions = [OpNodeDriver.FakeDeposit(1000 + sequencer.OpNode.Head!.Number)] };
}
