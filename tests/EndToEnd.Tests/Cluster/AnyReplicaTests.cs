using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>op-node may talk to any gateway of its sequencer at any time.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "31")]
public sealed class AnyReplicaTests
{
    [Fact]
    public async Task GetPayload_AtAnotherGatewayThanTheBuildBegan_BuildersBlockAndBuilderAskedOnce()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);

        var answer = await rig.A.GetPayloadAsync(rig["a2"], id);

        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.Single(rig.BuilderBuilds());
        Assert.Single(rig.Builder.CallsOf("engine_getPayload"));
        await rig.A.AdoptAsync(rig["a2"], answer);
    }

    [Fact]
    public async Task ForkchoiceUpdated_SentAgainToAnotherGateway_BuilderAskedOnce()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);

        var again = await rig.A.StartKnownBuildAsync(rig["a2"]);
        var answer = await rig.A.GetPayloadAsync(rig["a2"], again);

        Assert.Equal(id, again);
        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.Single(rig.BuilderBuilds());
    }

    [Fact]
    public async Task Blocks_EachStartedHereAndFetchedThere_AllAreTheBuilders()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2 a3");
        string[] names = ["a1", "a2", "a3"];
        List<string> makers = [];

        for (var number = 0; number < 6; number++)
        {
            var (here, there) = (rig[names[number % 3]], rig[names[(number + 1) % 3]]);
            var id = await rig.A.StartKnownBuildAsync(here);
            var answer = await rig.A.GetPayloadAsync(there, id);
            makers.Add(ClusterSequencer.MakerOf(answer));
            await rig.A.AdoptAsync(there, answer);
        }

        Assert.All(makers, maker => Assert.Equal("builder", maker));
        Assert.Equal(6, rig.BuilderBuilds().Count);
    }
}
