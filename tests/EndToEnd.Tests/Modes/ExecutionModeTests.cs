using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Modes;

/// <summary>The execution mode, switched by an operator while blocks are made.</summary>
[Trait("Category", "E2E")]
public sealed class ExecutionModeTests
{
    [Fact]
    public async Task Mode_SwitchedMidRun_DecidesWhoseBlockIsAnswered()
    {
        await using var rig = await Rig.StartAsync();
        var enabled = await rig.MakeBlockAsync();

        await rig.Gateway.SetExecutionModeAsync("dry_run");
        var dryRun = await rig.MakeBlockAsync();
        await rig.Gateway.SetExecutionModeAsync("enabled");
        var enabledAgain = await rig.MakeBlockAsync();
        await rig.Gateway.SetExecutionModeAsync("disabled");
        var disabled = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, enabled.Source);
        Assert.Equal("local:dry_run", dryRun.Source);
        Assert.Equal(MadeBlock.Builder, enabledAgain.Source);
        Assert.Equal("local:mode_disabled", disabled.Source);
    }

    [Fact]
    public async Task DryRun_ValidBuilderBlock_IsFetchedAndValidatedAndNotAnswered()
    {
        await using var rig = await Rig.StartAsync("--execution-mode", "dry-run");

        var block = await rig.MakeBlockAsync();

        var fetched = (await rig.Builder.WaitForCallAsync("engine_getPayload"))[0];
        var builderBlock = (string)fetched.Answer!.Result!["executionPayload"]!["blockHash"]!;
        Assert.NotEqual(builderBlock, block.Block.Hash);
        Assert.True(rig.Local.KnowsBlock(builderBlock));
        await rig.Builder.WaitForHeadAsync(block.Block.Hash);
    }

    [Fact]
    public async Task DryRun_InvalidBuilderBlock_ReasonSaysSo()
    {
        await using var rig = await Rig.StartAsync("--execution-mode", "dry-run");
        rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot(), times: 1);

        var block = await rig.MakeBlockAsync();

        Assert.Equal("local:not_valid", block.Source);
    }

    [Fact]
    public async Task Disabled_BlocksAndPolls_BuilderIsNotContactedAtAll()
    {
        await using var rig = await Rig.StartAsync("--execution-mode", "disabled");

        for (var count = 0; count < 5; count++)
        {
            var block = await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(300) });
            Assert.Equal("local:mode_disabled", block.Source);
        }

        Assert.Empty(rig.Builder.Calls);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await rig.Gateway.GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task Disabled_TransactionSent_StillReachesTheBuilder()
    {
        await using var rig = await Rig.StartAsync("--execution-mode", "disabled");

        await rig.OpNode.CallAsync("eth_sendRawTransaction", "0x02aa");

        await rig.Builder.WaitForCallAsync("eth_sendRawTransaction");
        Assert.Empty(rig.Builder.CallsOf("engine_*"));
    }

    [Fact]
    public async Task Disabled_WhileCallsWaitInTheLane_TheyAreNotSentAnyMore()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "200");
        await rig.MakeBlockAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var held = rig.Builder.Faults.On("engine_newPayload", Fault.HoldUntil(gate.Task), times: 1);
        for (var count = 0; count < 3; count++)
        {
            await rig.MakeBlockAsync(new() { NoTxPool = true });
        }

        await held.WaitForHitsAsync();
        await rig.Gateway.SetExecutionModeAsync("disabled");
        var heard = rig.Builder.CallsOf("engine_*").Count;
        gate.SetResult();
        await rig.Gateway.WaitForMetricAsync("sidecar_lane_length", length => length == 0);
        await rig.MakeBlockAsync();

        Assert.Equal(heard, rig.Builder.CallsOf("engine_*").Count);
    }

    [Fact]
    public async Task Disabled_BetweenBuildAndGetPayload_LocalBlockAndBuilderNotAsked()
    {
        await using var rig = await Rig.StartAsync();
        var request = new BlockRequest
        {
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);
                    await rig.Gateway.SetExecutionModeAsync("disabled");
                }
            },
        };

        var block = await rig.MakeBlockAsync(request);

        Assert.Equal("local:mode_disabled", block.Source);
        Assert.Empty(rig.Builder.CallsOf("engine_getPayload"));
        Assert.Empty(rig.Builder.CallsOf("engine_newPayload"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(20)]
    public async Task Reenabled_AfterBlocksTheBuilderMissed_ItIsBroughtUpFirstAndUsedAgain(int missed)
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
        await rig.Gateway.SetExecutionModeAsync("disabled");
        for (var count = 0; count < missed; count++)
        {
            await rig.MakeBlockAsync();
        }

        rig.Builder.Calls.Clear();
        await rig.Gateway.SetExecutionModeAsync("enabled");
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
        Assert.InRange(blocks.Count, 1, 20);
        Assert.All(
            rig.Builder.CallsOf("engine_forkchoiceUpdated"),
            call => Assert.Equal("VALID", (string?)call.Answer!.Result!["payloadStatus"]!["status"]));
    }
}
