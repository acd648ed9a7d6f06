using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Builds;

/// <summary>getPayload before the builder has answered forkchoiceUpdated.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "11")]
public sealed class AcknowledgementTests
{
    [Fact]
    public async Task GetPayload_BeforeALateAcknowledgement_WaitsAndAnswersTheBuilders()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "3000");
        rig.Builder.Faults.On("engine_forkchoiceUpdated", Fault.DelayAnswer(TimeSpan.FromMilliseconds(300)));

        var block = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, block.Source);
        Assert.InRange(block.StartBuildMilliseconds, 0, 299);
        Assert.InRange(block.GetPayloadMilliseconds, 100, 3000);
    }

    [Theory]
    [InlineData("delayed before")]
    [InlineData("delayed after")]
    public async Task GetPayload_AcknowledgementBeyondTheShare_LocalBlockAndTheBuildersJobEndsLater(string where)
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "200", "--boost-sync-call-timeout", "9000");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Builder.Faults.On(
            "engine_forkchoiceUpdated",
            where == "delayed before" ? Fault.HoldUntil(gate.Task) : Fault.HoldAnswerUntil(gate.Task),
            times: 1);

        var block = await rig.MakeBlockAsync();
        var askedEarly = rig.Builder.CallsOf("engine_getPayload").Count;
        gate.SetResult();
        var fetched = (await rig.Builder.WaitForCallAsync("engine_getPayload"))[0];
        await fetched.Answered;

        Assert.Equal("local:builder_timeout", block.Source);
        Assert.InRange(block.GetPayloadMilliseconds, 0, 1200);
        Assert.Equal(0, askedEarly);
        Assert.NotNull(fetched.Answer!.Result);
        Assert.Contains(fetched.Params[0].GetString(), rig.Builder.PayloadIds);
    }

    [Fact]
    public async Task GetPayload_BuilderNeverKnewTheBuild_NoUnknownPayloadReachesOpNode()
    {
        await using var rig = await Rig.StartAsync();
        var request = new BlockRequest
        {
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);
                    rig.Builder.Crash();
                    await rig.Builder.ReviveAsync();
                }
            },
        };

        var block = await rig.MakeBlockAsync(request);

        Assert.StartsWith("local:builder_", block.Source, StringComparison.Ordinal);
    }
}
