using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>Every fork's pair of getPayload and newPayload.</summary>
[Trait("Category", "E2E")]
public sealed class VersionTests
{
    [Theory]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(4, 4, 3)]
    [InlineData(5, 4, 3)]
    public async Task Chain_GetPayloadVersion_BuilderIsAskedWithItAndLocalValidatesWithItsPair(
        int getPayload, int newPayload, int forkchoiceUpdated)
    {
        var only = getPayload >= 4 ? getPayload : (int?)null;
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local() with { OnlyGetPayloadVersion = only },
            SimulatedClientOptions.Builder() with { OnlyGetPayloadVersion = only });
        rig.OpNode.GetPayloadVersion = getPayload;

        var made = new[] { await rig.MakeBlockAsync(), await rig.MakeBlockAsync() };

        Assert.All(made, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.Equal([$"engine_getPayloadV{getPayload}"], MethodsOf(rig.Builder, "engine_getPayload"));
        Assert.Equal([$"engine_newPayloadV{newPayload}"], MethodsOf(rig.Local, "engine_newPayload"));
        Assert.Equal(
            [$"engine_forkchoiceUpdatedV{forkchoiceUpdated}"],
            rig.Builder.Calls.Where(WireCalls.HasAttributes).Select(call => call.Method).Distinct());
        await rig.Builder.WaitForHeadAsync(made[^1].Block.Hash);
    }

    [Fact]
    public async Task GetPayload_BuilderOnlyKnowsAnOlderVersion_LocalBlock()
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(), SimulatedClientOptions.Builder() with { OnlyGetPayloadVersion = 4 });
        rig.OpNode.GetPayloadVersion = 5;

        var made = await rig.MakeBlockAsync();

        Assert.Equal("local:builder_error", made.Source);
    }

    [Fact]
    public async Task GetPayload_VersionOfTheFuture_IsLocalsToAnswer()
    {
        await using var rig = await Rig.StartAsync();
        var id = await rig.StartBuildAsync();
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);

        var call = await rig.OpNode.GetPayloadAsync(id, 99);

        Assert.Equal(200, call.Status);
        Assert.Equal(-32601, call.ErrorCode);
        Assert.Empty(rig.Local.CallsOf("engine_newPayload"));
    }

    private static IEnumerable<string> MethodsOf(SimulatedClient client, string method) =>
        client.CallsOf(method).Select(call => call.Method).Distinct();
}
