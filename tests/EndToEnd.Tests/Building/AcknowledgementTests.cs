using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>getPayload before the builder has answered forkchoiceUpdated.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "11")]
public sealed class AcknowledgementTests
{
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
}
