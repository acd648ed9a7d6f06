using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Cluster;

/// <summary>A sequencer's gateways are told to stop one after another while op-node makes blocks.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "37")]
public sealed class RollingRestartTests
{
    private static readonly TimeSpan BuildTime = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task Restart_OfOneGatewayAfterTheOther_LosesNoBlockAndNoDecisionAndKeepsTheBuilder()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2", "--shutdown-drain", "5000");
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a2"]);
        var answers = new List<(string Id, string Hash)>();

        foreach (var (stopping, next) in ((string, string)[])[("a1", "a2"), ("a2", "a1")])
        {
            answers.Add(await MakeBlockWhileItStopsAsync(rig, rig[stopping]));
            Assert.Equal(0, await rig[stopping].Process.Process.WaitForExitAsync(TimeSpan.FromSeconds(30)));

            // op-node's next calls are the other gateway's, and so is what the first one had answered.
            var repeated = await rig.A.GetPayloadAsync(rig[next], answers[^1].Id);
            Assert.Equal(answers[^1].Hash, ClusterSequencer.HashOf(repeated));
            var made = await rig.A.MakeBlockAsync(rig[next], new() { BuildTime = BuildTime });
            Assert.Equal(MadeBlock.Builder, made.Source);

            await rig[stopping].Process.DisposeAsync();
            rig[stopping].StartAgain();
            await rig[stopping].WaitUntilJoinedAsync();
        }

        foreach (var (id, hash) in answers)
        {
            foreach (var gateway in rig.Gateways)
            {
                Assert.Equal(hash, ClusterSequencer.HashOf(await rig.A.GetPayloadAsync(gateway, id)));
            }
        }
    }

    [Fact]
    public async Task Stop_RightAfterABuildBegan_LeavesTheBuildersBlockToTheOtherGateway()
    {
        await using var rig = await ClusterRig.StartAsync("a1 a2", "--shutdown-drain", "0");
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a2"]);

        // The builder's answer is still on its way when the gateway is told to stop.
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_forkchoiceUpdated", Fault.HoldAnswerUntil(gate.Task), times: 1);
        var id = await rig.A.StartBuildAsync(rig["a1"]);
        rig["a1"].Process.Process.Terminate();
        gate.SetResult();
        Assert.Equal(0, await rig["a1"].Process.Process.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        var answer = await rig.A.GetPayloadAsync(rig["a2"], id);

        Assert.Equal("builder", ClusterSequencer.MakerOf(answer));
    }

    [Fact]
    public async Task Stop_OfTheWriter_LetsTheOtherSequencerWriteAtOnce()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1", "--cluster-writer-lease", "60s");
        await rig.A.MakeUntilBuilderIsUsedAsync(rig["a1"]);
        await rig["b1"].WaitForWriterAsync("a1");

        await rig["a1"].StopAsync();
        await rig["b1"].WaitForWriterAsync("none");

        var state = await rig.BuilderStateAsync();
        Assert.Equal("a1", state.GetProperty("Writer").GetProperty("GatewayId").GetString());
    }

    /// <summary>SIGTERM comes between forkchoiceUpdated and getPayload; the block ends at the gateway that it began at.</summary>
    private static async Task<(string Id, string Hash)> MakeBlockWhileItStopsAsync(ClusterRig rig, ClusterGateway gateway)
    {
        rig.A.Use(gateway);
        var made = (await rig.A.OpNode.MakeBlockAsync(new()
        {
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    gateway.Process.Process.Terminate();
                    await gateway.Process.WaitForAsync("readyz", HttpStatusCode.ServiceUnavailable);
                }
            },
        })).EnsureMade();
        Assert.Equal("builder", ClusterSequencer.MakerOf(made));
        return (made.PayloadId!, made.Hash);
    }
}
