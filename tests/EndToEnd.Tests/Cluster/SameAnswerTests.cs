using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>One payload id has one answer, whichever gateway is asked and whatever happened in between.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "13")]
public sealed class SameAnswerTests
{
    [Fact]
    public async Task GetPayload_AskedAgainAtAnotherGateway_SameBytesAlthoughTheBuilderIsGone()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        var first = await rig.A.GetPayloadUntilKeptAsync(rig["a1"], id);

        rig.Builder.Crash();
        var second = await rig.A.GetPayloadAsync(rig["a2"], id);

        Assert.Equal("builder", ClusterSequencer.MakerOf(first));
        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
    }

    [Fact]
    public async Task GetPayload_AskedAgainAfterARestart_SameBytesAlthoughTheClientsForgot()
    {
        await using var rig = await ClusterRig.StartAsync("a1");
        var builders = await AnswerAsync(rig, "enabled", "builder");
        var locals = await AnswerAsync(rig, "disabled", "local-a");

        await rig["a1"].KillAsync();
        rig.Builder.Crash();
        rig.A.Local.Crash();
        await rig.A.Local.ReviveAsync();
        rig["a1"].StartAgain();
        await rig["a1"].WaitUntilJoinedAsync();

        foreach (var (id, first) in ((string, EngineCall)[])[builders, locals])
        {
            var second = await rig.A.GetPayloadAsync(rig["a1"], id);
            Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
        }
    }

    [Fact]
    public async Task GetPayload_AskedAgainAtTheOtherSequencer_SameBlockValidatedOnItsOwnLocal()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        foreach (var (mode, maker) in ((string, string)[])[("enabled", "builder"), ("disabled", "local-a")])
        {
            var (id, first) = await AnswerAsync(rig, mode, maker);

            // The conductor moved the lead: the same head, the same attributes, another local with another pool.
            var sameId = await rig.B.StartBuildAsync(rig["b1"]);
            var second = await rig.B.GetPayloadAsync(rig["b1"], sameId);

            Assert.Equal(id, sameId);
            Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
            Assert.True(rig.B.Local.KnowsBlock(ClusterSequencer.HashOf(first)));
            await rig.B.AdoptAsync(rig["b1"], second);
        }
    }

    [Fact]
    public async Task GetPayload_AskedAtBothSequencersAtOnce_OneBlock()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        for (var count = 0; count < 5; count++)
        {
            var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
            await rig.B.StartBuildAsync(rig["b1"]);

            // The builder's answers come in any order, and with no builder the two locals would differ.
            rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-32000, "busy"), times: 1);
            var answers = await Task.WhenAll(
                rig.A.GetPayloadAsync(rig["a1"], id), rig.B.GetPayloadAsync(rig["b1"], id));

            Assert.Equal(ClusterSequencer.HashOf(answers[0]), ClusterSequencer.HashOf(answers[1]));
            await rig.A.AdoptAsync(rig["a1"], answers[0]);
            await rig.B.AdoptAsync(rig["b1"], answers[1]);
        }
    }

    /// <summary>A block through a1, whose bytes are where other gateways find them.</summary>
    private static async Task<(string Id, EngineCall Answer)> AnswerAsync(ClusterRig rig, string mode, string maker)
    {
        await rig["a1"].Process.SetExecutionModeAsync(mode);
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        var answer = await rig.A.GetPayloadUntilKeptAsync(rig["a1"], id);
        Assert.Equal(maker, ClusterSequencer.MakerOf(answer));
        await rig.A.AdoptAsync(rig["a1"], answer);
        return (id, answer);
    }
}
