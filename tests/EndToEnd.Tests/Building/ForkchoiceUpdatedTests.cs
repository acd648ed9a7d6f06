using System.Text;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

[Trait("Category", "E2E")]
public sealed class ForkchoiceUpdatedTests
{
    [Fact]
    [Trait("Scenario", "8")]
    public async Task Attributes_BuilderDoesNotAnswer_LocalsAnswerIsNotHeldUp()
    {
        await using var rig = await BuildRig.StartAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_forkchoiceUpdated", Fault.HoldUntil(gate.Task));

        // The builder answers nothing until we let it: an answer at all proves that nobody waited.
        var updated = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(BuildRig.HasAttributes);

        gate.SetResult();
        var local = Assert.Single(rig.Local.Calls, BuildRig.HasAttributes);
        var result = Encoding.UTF8.GetString((await local.Answered).Rpc!.Json.Span);
        Assert.Equal($$"""{"jsonrpc":"2.0","id":{{local.Id}},"result":{{result}}}""" + "\n", updated.BodyText);
    }

    [Fact]
    [Trait("Scenario", "8")]
    public async Task Attributes_SentThreeTimes_ReachTheBuilderOnceAsTheyWere()
    {
        await using var rig = await BuildRig.StartAsync();

        var first = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(BuildRig.HasAttributes);
        var second = await rig.StartBuildAsync();
        var third = await rig.StartBuildAsync();
        var block = await rig.OpNode.GetPayloadAsync(first.Result.GetProperty("payloadId").GetString()!);

        Assert.True(block.Succeeded, block.ToString());
        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
        Assert.Equal(first.Result.GetRawText(), third.Result.GetRawText());
        Assert.Equal(3, rig.Local.Calls.Count(BuildRig.HasAttributes));
        var sent = Assert.Single(rig.BuilderBuilds());
        Assert.Equal(Encoding.UTF8.GetString(first.Request.Span), sent.BodyText);
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "9")]
    public async Task NoTxPool_Build_StaysLocal()
    {
        await using var rig = await BuildRig.StartAsync();
        rig.Builder.AddTransaction("0x02aa");

        var block = (await rig.OpNode.MakeBlockAsync(new BlockRequest { NoTxPool = true })).EnsureMade();

        // The relay is ordered: once the builder has the new head, everything before it would be there too.
        await rig.Builder.WaitForHeadAsync(block.Hash);
        Assert.Equal([OpNodeDriver.FakeDeposit(1)], block.Transactions);
        Assert.Empty(rig.BuilderBuilds());
        Assert.Empty(rig.Builder.CallsOf("engine_getPayload"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "no_tx_pool"));
    }

    [Fact]
    [Trait("Scenario", "9")]
    public async Task NoTxPool_WrittenAsFalse_GoesToTheBuilder()
    {
        await using var rig = await BuildRig.StartAsync();
        var head = await rig.OpNode.ReadHeadAsync();
        var attributes = rig.OpNode.Attributes(head);
        attributes["noTxPool"] = false;

        var updated = await rig.OpNode.ForkchoiceUpdatedAsync(head.Hash, attributes);

        Assert.Equal("VALID", updated.Result.GetProperty("payloadStatus").GetProperty("status").GetString());
        await rig.Builder.WaitForCallAsync(BuildRig.HasAttributes);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(0UL, "0")]
    [InlineData(1000UL, "1000")]
    [Trait("Scenario", "8")]
    public async Task MinBaseFee_PlainNumber_ReachesTheBuilderInTheFormItCame(ulong? minBaseFee, string expected)
    {
        await using var rig = await BuildRig.StartAsync();

        var block = (await rig.OpNode.MakeBlockAsync(new BlockRequest { MinBaseFee = minBaseFee })).EnsureMade();

        var sent = Assert.Single(rig.BuilderBuilds()).Params[1];
        Assert.Equal(expected, sent.TryGetProperty("minBaseFee", out var given) ? given.GetRawText() : "");
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Equal(block.Hash, rig.Local.Head.Hash);
    }
}
