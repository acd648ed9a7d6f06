using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>Redis may add safety and never takes time: it is dead, hung or slow, and blocks come as before.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "34")]
public sealed class StoreAwayTests(StoreAwayTests.Fixture fixture) : IClassFixture<StoreAwayTests.Fixture>
{
    private const string OutboxLength = "sidecar_cluster_outbox_length";

    /// <summary>The budget for calls to the cluster stays what it is by default, 50 ms.</summary>
    private static readonly string[] Flags = ["--l2-timeout", "9000", "--builder-timeout", "8000"];

    [Fact]
    public async Task Store_DownAtStart_ReadyWithLocalBlocksAndTheBuilderOnceItIsThere()
    {
        await using var rig = await ClusterRig.StartAloneAsync();
        await rig.Redis.KillAsync();
        rig.Add("a1 b1", Flags);
        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitUntilReadyAsync()));

        var alone = await MakeBlocksAsync(rig, "a1", 5);
        await rig.Redis.RestartAsync();
        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitForClusterAsync(isReached: true)));
        var together = await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);

        Assert.All(alone, block => Assert.Equal("local:cluster_away", block.Source));
        AssertInTime(alone);
        await FollowAsync(rig, [.. alone, .. together]);
        await rig.B.MakeUntilBuilderIsUsedAsync(rig["b1"]);
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("hung")]
    [InlineData("slow")]
    public async Task Store_LostMidSlot_BlocksComeInTimeAndAllIsToldLater(string how)
    {
        var rig = fixture.Rig;
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);
        rig.B.Local.ImportBlocksFrom(rig.A.Local);
        rig.B.OpNode.Head = rig.A.OpNode.Head;

        // The writer goes on with the builder, as nobody else can; the other one builds by itself.
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        await rig["b1"].WaitForWriterAsync("a1");
        await DisturbAsync(rig, how);
        var answer = await rig.A.GetPayloadAsync(rig["a1"], id);
        await rig.A.AdoptAsync(rig["a1"], answer);
        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitForClusterAsync(isReached: false)));
        var writers = await MakeBlocksAsync(rig, "a1", 5);
        var others = await MakeBlocksAsync(rig, "b1", 5);

        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.All(writers, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.All(others, block => Assert.Equal("local:cluster_away", block.Source));
        AssertInTime(writers);
        AssertInTime(others);

        await EndAsync(rig, how);
        await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitForClusterAsync(isReached: true)));
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);
        await rig["a1"].Process.WaitForStateAsync(OutboxLength, 0);
        Assert.Equal(ClusterSequencer.HashOf(answer), await DecidedAsync(rig, id));
        Assert.Equal(writers[^1].Block.Hash, await DecidedAsync(rig, writers[^1].Block.PayloadId!));
    }

    private static async Task DisturbAsync(ClusterRig rig, string how)
    {
        switch (how)
        {
            case "killed":
                await rig.Redis.KillAsync();
                break;
            case "hung":
                rig.Redis.Pause();
                break;
            default:
                rig.Proxy.Delay = TimeSpan.FromMilliseconds(500);
                break;
        }
    }

    private static async Task EndAsync(ClusterRig rig, string how)
    {
        switch (how)
        {
            case "killed":
                await rig.Redis.RestartAsync();
                break;
            case "hung":
                rig.Redis.Resume();
                break;
            default:
                rig.Proxy.Delay = TimeSpan.Zero;
                break;
        }
    }

    private static async Task<List<MadeBlock>> MakeBlocksAsync(ClusterRig rig, string gateway, int count)
    {
        List<MadeBlock> made = [];
        while (made.Count < count)
        {
            // Not the same build at both sequencers: while the cluster is away nobody sees that they answer it alike.
            var sequencer = rig.SequencerOf(gateway);
            var forced = OpNodeDriver.FakeDeposit(sequencer.OpNode.Head!.Number + (sequencer == rig.A ? 1000UL : 2000));
            made.Add(await sequencer.MakeBlockAsync(rig[gateway], new() { ForcedTransactions = [forced] }));
        }

        return made;
    }

    /// <summary>
    /// What the machine is late by strikes now and then, what the gateway waits for strikes every block: so the block
    /// in the middle tells. Two budgets (leave to build, decision), and the rest for the clients and the machine.
    /// </summary>
    private static void AssertInTime(IReadOnlyList<MadeBlock> blocks)
    {
        Assert.InRange(Middle(blocks.Select(block => block.StartBuildMilliseconds)), 0, 350);
        Assert.InRange(Middle(blocks.Select(block => block.GetPayloadMilliseconds)), 0, 350);
    }

    private static double Middle(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static async Task<string?> DecidedAsync(ClusterRig rig, string id)
    {
        var builds = (await rig.PayloadStateAsync(id)).GetProperty("Builds");
        return Assert.Single(builds.EnumerateArray()).GetProperty("Decision").GetProperty("BlockHash").GetString();
    }

    private static async Task FollowAsync(ClusterRig rig, params MadeBlock[] blocks)
    {
        foreach (var made in blocks)
        {
            await rig.B.FollowAsync(rig["b1"], made.Block);
        }
    }

    public sealed class Fixture : ClusterRigFixture
    {
        private protected override Task<ClusterRig> StartAsync() =>
            ClusterRig.StartAsync(rig => rig.Add("a1 b1", rig.Proxy.Endpoint, null, Flags));
    }
}
