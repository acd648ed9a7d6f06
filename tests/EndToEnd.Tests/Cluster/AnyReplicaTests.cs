using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>op-node may talk to any gateway of its sequencer at any time.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "31")]
public sealed class AnyReplicaTests(AnyReplicaTests.Fixture fixture) : IClassFixture<AnyReplicaTests.Fixture>
{
    [Fact]
    public async Task GetPayload_AtAnotherGatewayThanTheBuildBegan_BuildersBlockAndBuilderAskedOnce()
    {
        var rig = fixture.Fresh();
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
        var rig = fixture.Fresh();
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);

        var again = await rig.A.StartKnownBuildAsync(rig["a2"]);
        var answer = await rig.A.GetPayloadAsync(rig["a2"], again);

        Assert.Equal(id, again);
        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
        Assert.Single(rig.BuilderBuilds());
        await rig.A.AdoptAsync(rig["a2"], answer);
    }

    [Fact]
    public async Task Blocks_EachStartedHereAndFetchedThere_AllAreTheBuilders()
    {
        var rig = fixture.Fresh();
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

    [Fact]
    public async Task Calls_EachAtTheNextGateway_AllBlocksAreTheBuilders()
    {
        var rig = fixture.Fresh();
        string[] names = ["a1", "a2", "a3"];
        var turn = 0;
        ClusterGateway Next() => rig[names[turn++ % names.Length]];
        List<string> makers = [];

        for (var number = 0; number < 6; number++)
        {
            var id = await rig.A.StartKnownBuildAsync(Next());
            var answer = await rig.A.GetPayloadAsync(Next(), id);
            makers.Add(ClusterSequencer.MakerOf(answer));
            await rig.A.ImportAsync(Next(), answer);

            // Two gateways' lanes to the builder know nothing of each other.
            var imported = await rig.Builder.WaitForCallAsync(
                call => call.Is("engine_newPayload") && call.IsAbout(ClusterSequencer.HashOf(answer)));
            await imported[0].Answered;
            await rig.A.SetHeadAsync(Next(), answer);
            await rig.Builder.WaitForHeadAsync(ClusterSequencer.HashOf(answer));
        }

        Assert.All(makers, maker => Assert.Equal("builder", maker));
        Assert.Equal(6, rig.BuilderBuilds().Count);
    }

    public sealed class Fixture : ClusterRigFixture
    {
        internal ClusterRig Fresh()
        {
            Rig.Builder.Calls.Clear();
            return Rig;
        }

        private protected override Task<ClusterRig> StartAsync() => ClusterRig.StartAsync("a1 a2 a3");
    }
}
