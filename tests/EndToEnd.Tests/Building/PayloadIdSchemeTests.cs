using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>Local's id is op-node's; the builder is asked with its own.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "10")]
public sealed class PayloadIdSchemeTests
{
    [Theory]
    [InlineData(PayloadIdScheme.Shared, 3, PayloadIdScheme.Shared, 3, true)]
    [InlineData(PayloadIdScheme.Shared, 3, PayloadIdScheme.Shared, 4, false)]
    [InlineData(PayloadIdScheme.Salted, 3, PayloadIdScheme.Salted, 3, false)]
    [InlineData(PayloadIdScheme.Counter, 0, PayloadIdScheme.Counter, 0, true)]
    [InlineData(PayloadIdScheme.Counter, 0, PayloadIdScheme.Shared, 4, false)]
    public async Task Chain_IdsOfBoth_AreTranslated(
        PayloadIdScheme localScheme, byte localByte, PayloadIdScheme builderScheme, byte builderByte, bool areEqual)
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local() with { PayloadIds = localScheme, PayloadIdFirstByte = localByte },
            SimulatedClientOptions.Builder() with { PayloadIds = builderScheme, PayloadIdFirstByte = builderByte });

        for (var count = 0; count < 3; count++)
        {
            var made = await rig.MakeBlockAsync();
            var asked = rig.Builder.CallsOf("engine_getPayload")[count].Params[0].GetString()!;

            Assert.Equal(MadeBlock.Builder, made.Source);
            Assert.Contains(made.Block.PayloadId!, rig.Local.PayloadIds);
            Assert.Contains(asked, rig.Builder.PayloadIds);
            Assert.Equal(areEqual, asked == made.Block.PayloadId);
        }
    }

    [Fact]
    public async Task Counter_ReusedAfterABuilderRestart_OldIdNeverGetsTheNewBlock()
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(),
            SimulatedClientOptions.Builder() with { PayloadIds = PayloadIdScheme.Counter });
        var first = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e01"] });
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);
        await rig.Gateway.WaitForMetricAsync(
            """sidecar_upstream_duration_seconds_count{method="forkchoice_updated",outcome="ok",upstream="builder"}""");
        rig.Builder.Crash();
        rig.Builder.Calls.Clear();
        await rig.Builder.ReviveAsync();
        await rig.Builder.WaitForCallAsync("eth_getBlockByNumber");
        await rig.Gateway.WaitForBuilderStateAsync(1);
        var second = await rig.StartBuildAsync(new() { ForcedTransactions = ["0x7e02"] });
        await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes);

        var firstPayload = await rig.OpNode.GetPayloadAsync(first);
        var secondPayload = await rig.OpNode.GetPayloadAsync(second);

        Assert.Equal("0x7e01", Transactions(firstPayload)[0].GetString());
        Assert.Equal("0x7e02", Transactions(secondPayload)[0].GetString());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "attributes_mismatch"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    private static System.Text.Json.JsonElement Transactions(EngineCall payload) =>
        payload.Result.GetProperty("executionPayload").GetProperty("transactions");
}
