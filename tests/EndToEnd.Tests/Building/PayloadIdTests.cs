using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Building;

[Trait("Category", "E2E")]
public sealed class PayloadIdTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Scenario", "10")]
    public async Task Ids_OfLocalAndBuilderDiffer_AreTranslatedBothWays(int getPayloadVersion)
    {
        await using var rig = await BuildRig.StartAsync();
        rig.OpNode.GetPayloadVersion = getPayloadVersion;

        var block = (await rig.OpNode.MakeBlockAsync()).EnsureMade();

        var method = $"engine_getPayloadV{getPayloadVersion}";
        Assert.Equal(block.PayloadId, rig.Local.CallsOf(method)[0].Params[0].GetString());
        var asked = Assert.Single(rig.Builder.CallsOf(method)).Params[0].GetString();
        Assert.NotEqual(block.PayloadId, asked);
        Assert.Contains(asked, rig.Builder.PayloadIds);
        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "12")]
    public async Task Builds_TwoOfOneParent_AreBothAnsweredWithTheirOwnAttributes()
    {
        await using var rig = await BuildRig.StartAsync();
        var head = await rig.OpNode.ReadHeadAsync();
        var forced = new[] { OpNodeDriver.FakeDeposit(71), OpNodeDriver.FakeDeposit(72) };
        var first = await rig.BuildIdAsync(new BlockRequest { ForcedTransactions = [forced[0]] });
        var second = await rig.BuildIdAsync(new BlockRequest { ForcedTransactions = [forced[1]] });

        // In the other order, so that "the last one" would be the wrong answer twice.
        var secondBlock = await rig.OpNode.GetPayloadAsync(second);
        var firstBlock = await rig.OpNode.GetPayloadAsync(first);

        Assert.NotEqual(first, second);
        Assert.Equal(forced[0], FirstTransaction(firstBlock));
        Assert.Equal(forced[1], FirstTransaction(secondBlock));
        Assert.Equal((head.Hash, head.Hash), (Field(firstBlock, "parentHash"), Field(secondBlock, "parentHash")));
        Assert.Equal(2, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "12")]
    public async Task Builds_BuilderForgetsTheOlderOne_TheOlderIsLocals()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Builder() with { NewBuildCancelsOld = true });
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, BuildRig.GenerousTimes);
        using var opNode = gateway.OpNode();
        var head = await opNode.ReadHeadAsync();
        List<string> ids = [];
        foreach (var forced in (ulong[])[71, 72])
        {
            var request = new BlockRequest { ForcedTransactions = [OpNodeDriver.FakeDeposit(forced)] };
            var attributes = opNode.Attributes(head, request);
            var updated = await opNode.ForkchoiceUpdatedAsync(head.Hash, attributes);
            await builder.WaitForCallAsync(BuildRig.HasAttributes, (int)forced - 70);
            ids.Add(updated.Result.GetProperty("payloadId").GetString()!);
        }

        var older = await opNode.GetPayloadAsync(ids[0]);
        var newer = await opNode.GetPayloadAsync(ids[1]);

        Assert.Equal(OpNodeDriver.FakeDeposit(71), FirstTransaction(older));
        Assert.Equal(OpNodeDriver.FakeDeposit(72), FirstTransaction(newer));
        Assert.Equal(1, await gateway.BlocksAsync("local", "builder_error"));
        Assert.Equal(1, await gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "12")]
    public async Task Ids_LocalCountsFromOneAgainAfterARestart_NameTheNewBuild()
    {
        await using var local = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Local() with { PayloadIds = PayloadIdScheme.Counter });
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, BuildRig.GenerousTimes);
        using var opNode = gateway.OpNode();
        var before = (await opNode.MakeBlockAsync()).EnsureMade();

        local.Crash();
        await local.ReviveAsync();
        var after = (await opNode.MakeBlockAsync()).EnsureMade();

        Assert.Equal(before.PayloadId, after.PayloadId);
        Assert.Equal((before.Hash, 2UL), (after.ParentHash, after.Number));
    }

    [Fact]
    [Trait("Scenario", "15")]
    public async Task UnknownId_IsLocalsErrorVerbatimAndNoBusinessOfTheBuilder()
    {
        await using var rig = await BuildRig.StartAsync();
        using var direct = new EngineRpc(rig.Local.Url, rig.Local.JwtSecret);
        var expected = await direct.CallAsync("engine_getPayloadV4", "0x00000000000000ff");

        var call = await rig.Gateway.PostAsync(System.Text.Encoding.UTF8.GetString(expected.Request.Span));

        Assert.Equal((-38001, expected.BodyText), (call.ErrorCode, call.BodyText));
        Assert.Empty(rig.Builder.CallsOf("engine_getPayload"));
        Assert.Equal(0, await rig.Gateway.BlocksAsync("local", "unknown_build"));
    }

    [Fact]
    [Trait("Scenario", "15")]
    public async Task Id_OfABuildThatTheGatewayDidNotSee_IsLocalsBlock()
    {
        await using var rig = await BuildRig.StartAsync();
        using var direct = new OpNodeDriver(rig.Local.Url, rig.Local.JwtSecret);
        var head = await direct.ReadHeadAsync();
        var updated = await direct.ForkchoiceUpdatedAsync(head.Hash, direct.Attributes(head));
        var id = updated.Result.GetProperty("payloadId").GetString()!;

        var block = await rig.OpNode.GetPayloadAsync(id);

        Assert.Equal((await direct.GetPayloadAsync(id)).Result.GetRawText(), block.Result.GetRawText());
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "unknown_build"));
    }

    private static string? FirstTransaction(EngineCall call) =>
        call.Result.GetProperty("executionPayload").GetProperty("transactions")[0].GetString();

    private static string? Field(EngineCall call, string name) =>
        call.Result.GetProperty("executionPayload").GetProperty(name).GetString();
}
