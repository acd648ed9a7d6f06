using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>Three of five gateways reach Redis, two do not.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "35")]
public sealed class NetworkSplitTests
{
    private static readonly string[] Flags =
    [
        "--l2-timeout", "9000", "--builder-timeout", "8000", "--cluster-call-budget", "1000",

        // What a gateway does that must not write to the builder without the cluster's word.
        "--cluster-writer-grace", "0",
    ];

    [Fact]
    public async Task Split_ThreeToTwo_MinorityIsLocalMajorityAgreesAndAllDoOnceItHeals()
    {
        await using var rig = await ClusterRig.StartAsync(rig =>
        {
            rig.Add("a1 a2 b1", Flags);
            rig.Add("a3 b2", rig.Proxy.Endpoint, null, Flags);
        });
        await AgreeAsync(rig, "a3", "b2", rig.Gateways);

        // The last writer is on the wrong side.
        rig.Proxy.Cut();
        ClusterGateway[] minority = [rig["a3"], rig["b2"]];
        await Task.WhenAll(minority.Select(gateway => gateway.WaitForClusterAsync(isReached: false)));
        var asked = rig.BuilderBuilds().Count;
        await AssertLocalAsync(rig.A, rig["a3"], "local-a");
        await AssertLocalAsync(rig.B, rig["b2"], "local-b");
        Assert.Equal(asked, rig.BuilderBuilds().Count);

        for (var slot = 0; slot < 2; slot++)
        {
            await AgreeAsync(rig, "a1", "b1", rig.Gateways.Except(minority));
        }

        rig.Proxy.Heal();
        await Task.WhenAll(minority.Select(gateway => gateway.WaitForClusterAsync(isReached: true)));
        await AgreeAsync(rig, "a3", "b2", rig.Gateways);
    }

    /// <summary>Both sequencers begin the same build; all gateways answer it with the builder's block.</summary>
    private static async Task AgreeAsync(
        ClusterRig rig, string a, string b, IEnumerable<ClusterGateway> gateways)
    {
        var id = await rig.A.StartKnownBuildAsync(rig[a]);
        Assert.Equal(id, await rig.B.StartKnownBuildAsync(rig[b]));
        foreach (var gateway in gateways)
        {
            var sequencer = rig.SequencerOf(gateway.Name);
            var answer = await sequencer.GetPayloadAsync(gateway, id);
            Assert.Equal($"{gateway.Name}: builder", $"{gateway.Name}: {ClusterSequencer.MakerOf(answer)}");
        }

        await rig.A.AdoptAsync(rig[a], await rig.A.GetPayloadAsync(rig[a], id));
        await rig.B.AdoptAsync(rig[b], await rig.B.GetPayloadAsync(rig[b], id));
        await rig.Builder.WaitForHeadAsync(rig.A.OpNode.Head!.Hash);
    }

    /// <summary>A block that is made, and that the chain does not go on with.</summary>
    private static async Task AssertLocalAsync(ClusterSequencer sequencer, ClusterGateway gateway, string maker)
    {
        await gateway.Sources.MarkAsync();
        var id = await sequencer.StartBuildAsync(
            gateway, new() { ForcedTransactions = [OpNodeDriver.FakeDeposit(1000)] });
        var answer = await sequencer.GetPayloadAsync(gateway, id);

        Assert.Equal(maker, ClusterSequencer.MakerOf(answer));
        Assert.Equal("local:cluster_away", await gateway.Sources.SinceMarkAsync());
    }
}
