using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>A gateway that has the builder and does nothing with it must not keep it from the others.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "39")]
public sealed class UnhealthyHolderTests
{
    [Fact]
    public async Task Holder_Frozen_LosesTheBuilderWithinASlotAndDisturbsNobodyWhenItContinues()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await LeadAsync(rig);

        // Between two slots: not even one block is lost.
        rig["a1"].Freeze();
        var next = await rig.B.MakeBlockAsync(rig["b1"]);
        Assert.Equal(MadeBlock.Builder, next.Source);
        Assert.Equal("b1", await WriterAsync(rig));
        rig["a1"].Continue();
        await rig["a1"].WaitForWriterAsync("b1");
        await rig.A.FollowAsync(rig["a1"], next.Block);
        await LeadAsync(rig);

        // In the middle of a slot: its op-node goes on, and what it sends waits in the frozen gateway's sockets.
        var id = await rig.A.StartKnownBuildAsync(rig["a1"], Fork(rig));
        var forked = await rig.A.GetPayloadAsync(rig["a1"], id);
        rig["a1"].Freeze();
        var waiting = rig.A.AdoptAsync(rig["a1"], forked);
        List<MadeBlock> leaders = [];
        for (var slot = 0; slot < 3; slot++)
        {
            leaders.Add(await rig.B.MakeBlockAsync(rig["b1"], new() { BuildTime = TimeSpan.FromMilliseconds(500) }));
        }

        rig["a1"].Continue();
        await waiting;
        var deposed = await rig.A.MakeBlockAsync(rig["a1"]);
        leaders.Add(await rig.B.MakeBlockAsync(rig["b1"]));

        // The slot that the frozen one had begun is lost to it; from the next one on the builder is the other's.
        await rig.Builder.WaitForHeadAsync(leaders[^1].Block.Hash);
        Assert.Equal("local:held_by_another", leaders[0].Source);
        Assert.All(leaders.Skip(1), block => Assert.Equal(MadeBlock.Builder, block.Source));

        // What the one that stood still takes the cluster for depends on what it was doing at the time.
        Assert.Contains(deposed.Source, (string[])["local:held_by_another", "local:cluster_away"]);
        string[] hashes = [ClusterSequencer.HashOf(forked), deposed.Block.Hash];
        Assert.All(hashes, hash => Assert.DoesNotContain(rig.Builder.Calls, call => call.IsAbout(hash)));
    }

    [Fact]
    public async Task Holder_AliveWithoutProgress_TheOtherSequencersNextBlockIsTheBuilders()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        await LeadAsync(rig);

        // It asks for the same slot again and again, in other words each time: alive, and no progress.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var forced = new BlockRequest { ForcedTransactions = [OpNodeDriver.FakeDeposit(2000 + (ulong)attempt)] };
            await rig.A.StartKnownBuildAsync(rig["a1"], forced);
        }

        var next = await MakeNewerBlockAsync(rig);

        Assert.Equal(MadeBlock.Builder, next.Source);
        Assert.Equal("b1", await WriterAsync(rig));
    }

    [Fact]
    public async Task Holder_WithoutProgressForALease_LosesTheBuilderInTheSameSlot()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1", "--cluster-writer-lease", "1s");
        await LeadAsync(rig);
        await rig.A.StartKnownBuildAsync(rig["a1"], Fork(rig));

        // The same slot, so only time can take the builder from its holder, who is alive and looks on.
        var parent = rig.B.OpNode.Head!;
        var sources = new List<string>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!patience.IsCancellationRequested && sources.LastOrDefault() != MadeBlock.Builder)
        {
            var request = new BlockRequest
            {
                Parent = parent,
                ForcedTransactions = [OpNodeDriver.FakeDeposit(3000 + (ulong)sources.Count)],
                BuildTime = TimeSpan.FromMilliseconds(100),
            };
            sources.Add((await rig.B.MakeBlockAsync(rig["b1"], request)).Source);
        }

        Assert.Equal(MadeBlock.Builder, sources[^1]);
        Assert.All(sources.SkipLast(1), source => Assert.Equal("local:held_by_another", source));
    }

    /// <summary>a leads until it has the builder, and b follows.</summary>
    private static async Task LeadAsync(ClusterRig rig)
    {
        foreach (var made in await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]))
        {
            await rig.B.FollowAsync(rig["b1"], made.Block);
        }

        await rig.Builder.WaitForHeadAsync(rig.A.OpNode.Head!.Hash);
        Assert.Equal("a1", await WriterAsync(rig));
    }

    private static Task<MadeBlock> MakeNewerBlockAsync(ClusterRig rig) => rig.B.MakeBlockAsync(
        rig["b1"], new() { Timestamp = rig.B.OpNode.Head!.Timestamp + (2 * rig.B.OpNode.BlockTime) });

    private static BlockRequest Fork(ClusterRig rig) =>
        new() { ForcedTransactions = [OpNodeDriver.FakeDeposit(1000 + rig.A.OpNode.Head!.Number)] };

    private static async Task<string?> WriterAsync(ClusterRig rig) =>
        (await rig.BuilderStateAsync()).GetProperty("Writer").GetProperty("GatewayId").GetString();
}
