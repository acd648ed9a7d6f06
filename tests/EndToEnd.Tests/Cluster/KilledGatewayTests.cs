using System.Diagnostics;
using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>A gateway dies between the start of a build and its getPayload.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "32")]
public sealed class KilledGatewayTests
{
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task GetPayload_OwnerKilledMidSlot_NextGatewayHasTheBuildersBlockInTime()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);

        await rig["a1"].KillAsync();
        var answer = await rig.A.GetPayloadAsync(rig["a2"], id);
        await rig.A.AdoptAsync(rig["a2"], answer);
        var next = await rig.A.MakeBlockAsync(rig["a2"]);

        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.InRange(answer.Milliseconds, 0, Slot.TotalMilliseconds);
        Assert.Equal(MadeBlock.Builder, next.Source);
        Assert.Equal(2, rig.BuilderBuilds().Count);
    }

    [Fact]
    public async Task GetPayload_OwnerKilledBeforeItCouldTellAnybody_SomeBlockInTime()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        var id = await rig.A.StartBuildAsync(rig["a1"]);

        await rig["a1"].KillAsync();
        var answer = await rig.A.GetPayloadAsync(rig["a2"], id);

        Assert.Contains(ClusterSequencer.MakerOf(answer), (string[])["builder", "local-a"]);
        Assert.InRange(answer.Milliseconds, 0, Slot.TotalMilliseconds);
        await rig.A.AdoptAsync(rig["a2"], answer);
        Assert.Equal(MadeBlock.Builder, (await rig.A.MakeUntilBuilderIsUsedAsync(rig["a2"]))[^1].Source);
    }

    [Fact]
    public async Task Failover_SequencerLostMidSlot_TheOtherJoinsTheRunningBuild()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        var before = await rig.A.MakeBlockAsync(rig["a1"]);
        await rig.B.FollowAsync(rig["b1"], before.Block);
        await rig.Builder.WaitForHeadAsync(before.Block.Hash);
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        var asked = rig.BuilderBuilds().Count;

        await rig["a1"].KillAsync();
        rig.A.Local.Crash();
        var began = Stopwatch.GetTimestamp();
        var sameId = await rig.B.StartBuildAsync(rig["b1"]);
        var answer = await rig.B.GetPayloadAsync(rig["b1"], sameId);
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal(id, sameId);
        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.Equal(asked, rig.BuilderBuilds().Count);
        Assert.InRange(took, TimeSpan.Zero, Slot);
        await rig.B.AdoptAsync(rig["b1"], answer);
        Assert.Equal(MadeBlock.Builder, (await rig.B.MakeBlockAsync(rig["b1"])).Source);
    }
}
