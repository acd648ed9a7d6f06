using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

[Trait("Category", "E2E")]
public sealed class GetPayloadTests
{
    [Fact]
    [Trait("Scenario", "11")]
    public async Task BeforeTheBuildersAcknowledgement_WaitsForItAndAnswersItsBlock()
    {
        await using var rig = await BuildRig.StartAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_forkchoiceUpdated", Fault.HoldUntil(gate.Task));
        var id = await rig.BuildIdAsync();

        var asking = rig.OpNode.GetPayloadAsync(id);
        await rig.Local.WaitForCallAsync("engine_getPayload");
        Assert.False(asking.IsCompleted);
        gate.SetResult();
        var block = await asking;

        Assert.True(block.Succeeded, block.ToString());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Theory]
    [InlineData("engine_forkchoiceUpdated")]
    [InlineData("engine_getPayload")]
    [Trait("Scenario", "11")]
    public async Task BuilderNeverAnswers_LocalsBlockGoesOutWithinItsShare(string silent)
    {
        const int shareMs = 500;
        await using var rig = await BuildRig.StartAsync("--builder-timeout", $"{shareMs}");
        rig.Builder.Faults.On(silent, Fault.Hang());
        var id = await rig.BuildIdAsync();

        var block = await rig.OpNode.GetPayloadAsync(id);

        Assert.True(block.Succeeded, block.ToString());
        Assert.True(block.Milliseconds < shareMs + 3000, $"{block.Milliseconds} ms");
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "builder_timeout"));
    }

    [Fact]
    [Trait("Scenario", "11")]
    public async Task BuilderDoesNotKnowTheBuild_ItsErrorDoesNotLeak()
    {
        await using var rig = await BuildRig.StartAsync();
        rig.Builder.Faults.On("engine_getPayload", Fault.RpcError(-38001, "Unknown payload"), times: 1);

        var missed = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        var next = (await rig.OpNode.MakeBlockAsync()).EnsureMade();

        Assert.Equal(missed.Hash, next.ParentHash);
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "builder_error"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Scenario", "13")]
    public async Task AskedAgain_AnswersTheSameBytesWhateverHappenedSince(bool isBuilders)
    {
        await using var rig = await BuildRig.StartAsync();
        using var _ = isBuilders ? null : rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500));
        var id = await rig.BuildIdAsync();

        var first = await rig.OpNode.GetPayloadAsync(id);
        rig.Builder.Faults.Clear();
        rig.Local.AddTransaction("0x02aa");
        rig.Builder.AddTransaction("0x02bb");
        rig.Builder.Crash();
        var second = await rig.OpNode.GetPayloadAsync(id);
        await rig.Builder.ReviveAsync();
        var third = await rig.OpNode.GetPayloadAsync(id);

        Assert.True(first.Succeeded, first.ToString());
        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
        Assert.Equal(first.Result.GetRawText(), third.Result.GetRawText());
        Assert.Equal(isBuilders ? 1 : 0, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Equal(isBuilders ? 0 : 1, await rig.Gateway.BlocksAsync("local", "builder_error"));
    }

    [Fact]
    [Trait("Scenario", "13")]
    public async Task AskedTwiceAtOnce_AnswersBothWithOneBlock()
    {
        await using var rig = await BuildRig.StartAsync();
        var id = await rig.BuildIdAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task));

        var asking = Enumerable.Range(0, 4).Select(_ => rig.OpNode.GetPayloadAsync(id)).ToList();
        await rig.Builder.WaitForCallAsync("engine_getPayload");
        gate.SetResult();
        var blocks = await Task.WhenAll(asking);

        var result = Assert.Single(blocks.Select(block => block.Result.GetRawText()).Distinct());
        Assert.Contains("executionPayload", result, StringComparison.Ordinal);
        Assert.Single(rig.Builder.CallsOf("engine_getPayload"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "14")]
    public async Task BuilderDeliversTheLastBlockAgain_TheNextBlockIsLocals()
    {
        await using var rig = await BuildRig.StartAsync();
        var stale = (await rig.OpNode.MakeBlockAsync()).EnsureMade();
        var envelope = JsonNode.Parse(stale.Calls[BlockStep.GetPayload].Result.GetRawText());
        rig.Builder.Faults.On("engine_getPayload", Fault.ResultOf(envelope), times: 1);

        var next = (await rig.OpNode.MakeBlockAsync()).EnsureMade();

        Assert.NotEqual(stale.Hash, next.Hash);
        Assert.Equal((stale.Hash, stale.Number + 1), (next.ParentHash, next.Number));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "attributes_mismatch"));
    }

    [Fact]
    [Trait("Scenario", "14")]
    public async Task BuilderAnswersOneBlockForTwoBuilds_TheSecondIsLocals()
    {
        await using var rig = await BuildRig.StartAsync();
        var first = await rig.BuildIdAsync();

        // Attributes that still wait in the lane give way to newer ones: the builder must have the first.
        await rig.Builder.WaitForCallAsync(BuildRig.HasAttributes);
        rig.OpNode.Eip1559Params = "0x000000fa00000006";
        var second = await rig.BuildIdAsync();

        var firstBlock = await rig.OpNode.GetPayloadAsync(first);
        rig.Builder.Faults.On("engine_getPayload", Fault.ResultOf(JsonNode.Parse(firstBlock.Result.GetRawText())));
        var secondBlock = await rig.OpNode.GetPayloadAsync(second);

        // Nothing in the block contradicts the second build's attributes; only that it was answered before does.
        Assert.NotEqual(HashOf(firstBlock), HashOf(secondBlock));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "duplicate_block"));
    }

    private static string? HashOf(EngineCall call) =>
        call.Result.GetProperty("executionPayload").GetProperty("blockHash").GetString();
}
