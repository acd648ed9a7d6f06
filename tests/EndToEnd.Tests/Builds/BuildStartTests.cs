using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Builds;

/// <summary>Which attributes go to the builder, and how often.</summary>
[Trait("Category", "E2E")]
public sealed class BuildStartTests
{
    [Fact]
    [Trait("Scenario", "9")]
    public async Task Build_NoTxPool_StaysLocal()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.AddTransaction("0x02bb");
        await rig.MakeBlockAsync();
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
        rig.Builder.Calls.Clear();

        var block = await rig.MakeBlockAsync(new() { NoTxPool = true });

        Assert.Equal("local:no_tx_pool", block.Source);
        Assert.Single(block.Block.Transactions);
        await rig.Builder.WaitForHeadAsync(block.Block.Hash);
        Assert.DoesNotContain(rig.Builder.Calls, WireCalls.HasAttributes);
        Assert.Empty(rig.Builder.CallsOf("engine_getPayload"));
    }

    [Fact]
    [Trait("Scenario", "8")]
    public async Task Build_SameForkchoiceUpdatedAgain_BuilderGetsItsAttributesOnce()
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(), SimulatedClientOptions.Builder() with { NewBuildCancelsOld = true });

        var ids = new[] { await rig.StartBuildAsync(), await rig.StartBuildAsync(), await rig.StartBuildAsync() };
        var payload = await rig.OpNode.GetPayloadAsync(ids[0]);

        Assert.True(payload.Succeeded);
        Assert.Single(ids.Distinct());
        Assert.Single(rig.Builder.Calls, WireCalls.HasAttributes);
        Assert.Equal(3, rig.Local.Calls.Count(WireCalls.HasAttributes));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "12")]
    public async Task Build_TwoForOneParent_BothAreAnsweredWithTheirOwnAttributes()
    {
        await using var rig = await Rig.StartAsync();
        var first = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e01"] });
        var second = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e02"] });

        var secondPayload = await rig.OpNode.GetPayloadAsync(second);
        var firstPayload = await rig.OpNode.GetPayloadAsync(first);

        Assert.NotEqual(first, second);
        Assert.Equal("0x7e01", FirstTransaction(firstPayload));
        Assert.Equal("0x7e02", FirstTransaction(secondPayload));
        Assert.Equal(2, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "12")]
    public async Task Build_SecondCancelsTheFirstAtTheBuilder_FirstIsLocalAndSecondTheBuilders()
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(), SimulatedClientOptions.Builder() with { NewBuildCancelsOld = true });
        var first = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e01"] });
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);
        var second = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e02"] });

        var secondPayload = await rig.OpNode.GetPayloadAsync(second);
        var firstPayload = await rig.OpNode.GetPayloadAsync(first);

        Assert.Equal("0x7e01", FirstTransaction(firstPayload));
        Assert.Equal("0x7e02", FirstTransaction(secondPayload));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "builder_error"));
    }

    [Fact]
    [Trait("Scenario", "8")]
    public async Task Build_Attributes_ReachTheBuilderByteForByte()
    {
        await using var rig = await Rig.StartAsync();
        await rig.OpNode.ReadHeadAsync();

        // minBaseFee is a plain number on the wire, and what nobody knows today must arrive too.
        var attributes = rig.OpNode.Attributes(rig.OpNode.Head!, new() { MinBaseFee = 7 });
        attributes["futureField"] = new JsonObject { ["a"] = 1.50 };
        await rig.OpNode.ForkchoiceUpdatedAsync(rig.OpNode.Head!.Hash, attributes);

        var atBuilder = (await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes))[0];
        var atLocal = rig.Local.Calls.Single(WireCalls.HasAttributes);
        Assert.Equal(atLocal.Params.GetRawText(), atBuilder.Params.GetRawText());
        Assert.Contains("\"minBaseFee\":7", atBuilder.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Scenario", "8")]
    public async Task Build_LocalRefusesTheAttributes_OpNodeGetsLocalsError()
    {
        await using var rig = await Rig.StartAsync();
        await rig.OpNode.ReadHeadAsync();
        var attributes = rig.OpNode.Attributes(rig.OpNode.Head!);
        attributes.Remove("gasLimit");

        var call = await rig.OpNode.ForkchoiceUpdatedAsync(rig.OpNode.Head!.Hash, attributes);

        Assert.Equal(200, call.Status);
        Assert.Equal(-38003, call.ErrorCode);
    }

    private static string? FirstTransaction(EngineCall payload) =>
        payload.Result.GetProperty("executionPayload").GetProperty("transactions")[0].GetString();
}
