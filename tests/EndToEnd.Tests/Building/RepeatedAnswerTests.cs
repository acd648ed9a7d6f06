using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>One payload id, one answer.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "13")]
public sealed class RepeatedAnswerTests
{
    [Theory]
    [InlineData("enabled", "disabled")]
    [InlineData("enabled", "dry_run")]
    [InlineData("disabled", "enabled")]
    [InlineData("dry_run", "enabled")]
    public async Task GetPayload_ModeChangedInBetween_SameBytes(string before, string after)
    {
        await using var rig = await Rig.StartAsync();
        var id = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);
        await rig.Gateway.SetExecutionModeAsync(before);

        var first = await rig.OpNode.GetPayloadAsync(id);
        await rig.Gateway.SetExecutionModeAsync(after);
        var second = await rig.OpNode.GetPayloadAsync(id);

        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
    }

    [Fact]
    public async Task GetPayload_BothClientsGoneInBetween_SameBytes()
    {
        await using var rig = await Rig.StartAsync();
        var id = await rig.StartBuildAsync();
        var first = await rig.OpNode.GetPayloadAsync(id);

        rig.Builder.Crash();
        rig.Local.Crash();
        var second = await rig.OpNode.GetPayloadAsync(id);

        Assert.True(second.Succeeded, second.ToString());
        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
    }

    [Fact]
    public async Task GetPayload_SameBuildStartedAgainAfterTheAnswer_SameBytes()
    {
        await using var rig = await Rig.StartAsync();
        var id = await rig.StartBuildAsync();
        var first = await rig.OpNode.GetPayloadAsync(id);
        rig.Builder.AddTransaction("0x02cc");

        var again = await rig.StartBuildAsync();
        var second = await rig.OpNode.GetPayloadAsync(again);

        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
    }

    [Fact]
    public async Task GetPayload_CallerGaveUpTheFirstTime_SecondTimeGetsTheBlock()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "3000");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = rig.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task), times: 1);
        var id = await rig.StartBuildAsync();
        using (var impatient = rig.Gateway.OpNode())
        {
            impatient.Rpc.CallTimeout = TimeSpan.FromMilliseconds(300);
            Assert.NotNull((await impatient.GetPayloadAsync(id)).TransportError);
        }

        gate.SetResult();
        var second = await rig.OpNode.GetPayloadAsync(id);

        Assert.True(second.Succeeded, second.ToString());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Single(rig.Builder.CallsOf("engine_getPayload"));
    }

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, 4)]
    [InlineData(4, 3)]
    [InlineData(4, 99)]
    public async Task GetPayload_OtherVersionOfADecidedId_NeverAnotherBlock(int firstVersion, int secondVersion)
    {
        await using var rig = await Rig.StartAsync();
        var id = await rig.StartBuildAsync();
        var first = await rig.OpNode.GetPayloadAsync(id, firstVersion);

        var second = await rig.OpNode.GetPayloadAsync(id, secondVersion);
        var third = await rig.OpNode.GetPayloadAsync(id, firstVersion);

        Assert.Equal(200, second.Status);
        Assert.True(second.ErrorCode is not null || HashOf(second) == HashOf(first), second.ToString());
        Assert.Equal(secondVersion is 4 or 5, second.Succeeded);
        Assert.Equal(first.Result.GetRawText(), third.Result.GetRawText());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    private static string? HashOf(EngineCall payload) =>
        payload.Result.GetProperty("executionPayload").GetProperty("blockHash").GetString();
}
