using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

/// <summary>op-batcher's throttle holds for the builder too, also for one that forgot it.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "29")]
public sealed class MinerSettingsTests
{
    private const string SetMaxDaSize = "miner_setMaxDASize";

    [Fact]
    public async Task Throttle_BuilderRestarts_LastValueIsSetAgain()
    {
        await using var rig = await Rig.StartAsync();
        await ThrottleAsync(rig, "0x1000");
        await ThrottleAsync(rig, "0x2000");
        await rig.OpNode.CallAsync("miner_setGasLimit", "0x1c9c380");
        await rig.Builder.WaitForCallAsync(call => call.Is(SetMaxDaSize) && ValueOf(call) == "0x2000");
        await rig.Builder.WaitForCallAsync("miner_setGasLimit");

        rig.Builder.Crash();
        rig.Builder.Calls.Clear();
        await rig.Builder.ReviveAsync();

        await rig.Builder.WaitForCallAsync(SetMaxDaSize);
        await rig.Builder.WaitForCallAsync("miner_setGasLimit");
        Assert.Equal("0x2000", ThrottleOf(rig.Builder));
    }

    [Fact]
    public async Task Throttle_BuilderRestartsWithBlocksGoingOn_LastValueIsSetBeforeItIsUsed()
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        await ThrottleAsync(rig, "0x2000");
        await rig.Builder.WaitForCallAsync(SetMaxDaSize);

        rig.Builder.Crash();
        await rig.MakeBlockAsync();
        await rig.Builder.ReviveAsync();
        await rig.MakeUntilBuilderIsUsedAsync();

        Assert.Equal("0x2000", ThrottleOf(rig.Builder));
    }

    [Fact]
    public async Task Throttle_ChangedWhileTheBuilderIsAway_TheLastOneWins()
    {
        await using var rig = await Rig.StartAsync();
        for (var round = 1; round <= 3; round++)
        {
            rig.Builder.Crash();
            await ThrottleAsync(rig, $"0x{round}aaa");
            await ThrottleAsync(rig, $"0x{round}bbb");
            await ThrottleAsync(rig, $"0x{round}ccc");

            await rig.Builder.ReviveAsync();
            await rig.Builder.WaitForCallAsync(call => call.Is(SetMaxDaSize) && ValueOf(call) == $"0x{round}ccc");
            await WaitUntilNothingOlderIsOnItsWayAsync(rig, round);

            Assert.Equal($"0x{round}ccc", ThrottleOf(rig.Builder));
        }
    }

    [Fact]
    public async Task Throttle_AnotherSettingFailsForEver_StillArrives()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.On("miner_setExtra", Fault.HttpStatus(500));

        await rig.OpNode.CallAsync("miner_setExtra", "0x01");
        await rig.Builder.WaitForCallAsync("miner_setExtra");
        await ThrottleAsync(rig, "0x1000");

        await rig.Builder.WaitForCallAsync(SetMaxDaSize);
    }

    [Fact]
    public async Task Throttle_BuilderRefusesOrHangs_CallerGetsLocalsAnswer()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.On(SetMaxDaSize, Fault.RpcError(-32601, "Method not found"), times: 1);
        rig.Builder.Faults.On(SetMaxDaSize, Fault.Hang());

        var refused = await rig.OpNode.CallAsync(SetMaxDaSize, "0x1000", "0x2000");
        var hung = await rig.OpNode.CallAsync(SetMaxDaSize, "0x1000", "0x2000");

        Assert.True(refused.Result.GetBoolean());
        Assert.True(hung.Result.GetBoolean());
        Assert.InRange(hung.Milliseconds, 0, 1000);
    }

    /// <summary>Settings go out one at a time and in order: when a later one has arrived, no older one is on its way.</summary>
    private static async Task WaitUntilNothingOlderIsOnItsWayAsync(Rig rig, int round)
    {
        var later = $"0x0{round}";
        await rig.OpNode.CallAsync("miner_setExtra", later);
        await rig.Builder.WaitForCallAsync(call => call.Is("miner_setExtra") && ValueOf(call) == later);
    }

    private static Task<EngineCall> ThrottleAsync(Rig rig, string value) =>
        rig.OpNode.CallAsync(SetMaxDaSize, JsonValue.Create(value), JsonValue.Create("0x20000"));

    private static string? ValueOf(ReceivedCall call) => call.Params[0].GetString();

    private static string? ThrottleOf(SimulatedClient client) => client.MinerSettings[SetMaxDaSize][0].GetString();
}
