using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>What is answered when local's getPayload fails, and blocks that op-node could not import.</summary>
[Trait("Category", "E2E")]
public sealed class LastResortTests
{
    private static readonly Fault LocalFails =
        Fault.RpcError(-32000, "state is gone", new JsonObject { ["err"] = "trie\u00e9" });

    [Theory]
    [InlineData("")]
    [InlineData("--block-selection-policy")]
    public async Task GetPayload_LocalFailsAndBuilderIsValid_BuilderBlock(string flag)
    {
        await using var rig = await Rig.StartAsync(flag.Length == 0 ? [] : [flag, "gas-used"]);
        rig.Local.Faults.On("engine_getPayload", LocalFails);

        var block = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, block.Source);
    }

    [Fact]
    public async Task GetPayload_LocalHangsAndBuilderIsValid_BuilderBlockWithoutWaitingForLocal()
    {
        await using var rig = await Rig.StartAsync();
        using var hang = rig.Local.Faults.On("engine_getPayload", Fault.Hang());

        var blocks = new[] { await rig.MakeBlockAsync(), await rig.MakeBlockAsync() };

        Assert.All(blocks, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.All(blocks, block => Assert.InRange(block.GetPayloadMilliseconds, 0, 5000));
    }

    [Theory]
    [InlineData("enabled")]
    [InlineData("dry-run")]
    public async Task GetPayload_NobodyHasAUsableBlock_LocalsErrorByteForByte(string mode)
    {
        await using var rig = await Rig.StartAsync("--execution-mode", mode);
        rig.Local.Faults.On("engine_getPayload", LocalFails);
        using var lie = mode == "enabled" ? rig.Builder.Faults.On("engine_getPayload", PayloadLies.StateRoot()) : null;
        var id = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);

        var request = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"jsonrpc":"2.0","id":"\u00e9-7","method":"engine_getPayloadV4","params":["{{id}}"]}""");
        var throughGateway = await rig.OpNode.PostRawAsync(request);
        using var direct = new OpNodeDriver(rig.Local.Url, rig.Local.JwtSecret);
        var fromLocal = await direct.PostRawAsync(request);

        Assert.Equal(-32000, fromLocal.ErrorCode);
        Assert.Equal(fromLocal.RawBody.ToArray(), throughGateway.RawBody.ToArray());
        Assert.Equal(fromLocal.Status, throughGateway.Status);
    }

    [Fact]
    public async Task GetPayload_LocalAnswersHttpErrorAndBuilderHasNone_LocalsErrorAsItCame()
    {
        await using var rig = await Rig.StartAsync();
        rig.Local.Faults.On("engine_getPayload", Fault.HttpStatus(503, "overloaded"));
        rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500));
        var id = await rig.StartBuildAsync();

        var call = await rig.OpNode.GetPayloadAsync(id);

        Assert.Equal(503, call.Status);
        Assert.Equal("overloaded", call.BodyText);
    }

    [Fact]
    public async Task GetPayload_FailedOnceThenAskedAgain_FindsTheBlock()
    {
        await using var rig = await Rig.StartAsync();
        rig.Local.Faults.On("engine_getPayload", LocalFails, times: 1);
        rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500), times: 1);
        var id = await rig.StartBuildAsync();

        var failed = await rig.OpNode.GetPayloadAsync(id);
        var found = await rig.OpNode.GetPayloadAsync(id);

        Assert.Equal(-32000, failed.ErrorCode);
        Assert.True(found.Succeeded, found.ToString());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task GetPayload_BuildersEnvelopeLacksTheBeaconRootThatLocalsHas_LocalBlock(int blocksBefore)
    {
        await using var rig = await Rig.StartAsync();
        for (var count = 0; count < blocksBefore; count++)
        {
            await rig.MakeBlockAsync();
        }

        rig.Builder.Faults.On("engine_getPayload", WithoutRoot());
        var block = await rig.MakeBlockAsync();

        Assert.Equal("local:attributes_mismatch", block.Source);
        Assert.True(block.Block.Calls[BlockStep.GetPayload].Result.TryGetProperty("parentBeaconBlockRoot", out _));
    }

    [Fact]
    public async Task GetPayload_NeitherEnvelopeHasTheBeaconRoot_BuilderBlock()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Faults.On("engine_getPayload", WithoutRoot());
        rig.Local.Faults.On("engine_getPayload", WithoutRoot());

        var block = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, block.Source);
    }

    private static Fault WithoutRoot() =>
        Fault.MutateEnvelope(envelope => envelope.Remove("parentBeaconBlockRoot"), Consistency.AsIs);
}
