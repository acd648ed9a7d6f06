namespace Sidecar.TestKit.Tests.Simulation;

[Trait("Category", "Unit")]
public sealed class TwoClientsTests
{
    [Theory]
    [InlineData(PayloadIdScheme.Salted, false)]
    [InlineData(PayloadIdScheme.Shared, true)]
    [InlineData(PayloadIdScheme.Counter, true)]
    public async Task PayloadIds_SameAttributesAtTwoClients_AgreeOnlyWhenAsked(PayloadIdScheme scheme, bool agree)
    {
        await using var local = await SimulatedClient.StartAsync(new() { PayloadIds = scheme });
        await using var builder = await SimulatedClient.StartAsync(new() { PayloadIds = scheme });
        using var first = new OpNodeDriver(local.Url, local.JwtSecret);
        using var second = new OpNodeDriver(builder.Url, builder.JwtSecret);

        var atLocal = await first.MakeBlockAsync();
        var atBuilder = await second.MakeBlockAsync();

        Assert.Equal(agree, atLocal.PayloadId == atBuilder.PayloadId);
        Assert.Equal(atLocal.Hash, atBuilder.Hash);
    }

    [Fact]
    public async Task NewPayload_BuildersBlockAtLocal_IsValidAndDiffers()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        using var atLocal = new OpNodeDriver(local.Url, local.JwtSecret);
        using var atBuilder = new OpNodeDriver(builder.Url, builder.JwtSecret);
        var block = (await atBuilder.MakeBlockAsync()).EnsureMade();
        var own = (await atLocal.MakeBlockAsync()).EnsureMade();

        var call = await atLocal.NewPayloadAsync(block.Payload, (string?)block.Attributes["parentBeaconBlockRoot"]);

        Assert.Equal("VALID", call.Result.GetProperty("status").GetString());
        Assert.NotEqual(own.Hash, block.Hash);
        Assert.True(local.KnowsBlock(block.Hash));
    }

    [Fact]
    public async Task NewPayload_ParentMissingThenImported_IsSyncingThenValid()
    {
        await using var ahead = await SimulatedClient.StartAsync();
        await using var behind = await SimulatedClient.StartAsync();
        using var aheadDriver = new OpNodeDriver(ahead.Url, ahead.JwtSecret);
        using var behindDriver = new OpNodeDriver(behind.Url, behind.JwtSecret);
        var block = (await aheadDriver.MakeBlocksAsync(2))[^1];
        var root = (string?)block.Attributes["parentBeaconBlockRoot"];

        var before = await behindDriver.NewPayloadAsync(block.Payload, root);
        behind.ImportBlocksFrom(ahead);
        var after = await behindDriver.NewPayloadAsync(block.Payload, root);

        Assert.Equal("SYNCING", before.Result.GetProperty("status").GetString());
        Assert.Equal("VALID", after.Result.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Syncing_TurnedOnAndOff_AnswersSyncingMeanwhile()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        client.IsSyncing = true;
        var meanwhile = await driver.MakeBlockAsync();
        client.IsSyncing = false;
        var afterwards = await driver.MakeBlockAsync();

        Assert.Contains("SYNCING", meanwhile.Failure, StringComparison.Ordinal);
        Assert.True(afterwards.Succeeded, afterwards.Failure);
    }

    [Fact]
    public async Task GetPayload_OtherVersionThanTheOnlyOne_IsUnsupportedFork()
    {
        await using var client = await SimulatedClient.StartAsync(new() { OnlyGetPayloadVersion = 5 });
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        var four = await driver.MakeBlockAsync();
        var five = await driver.MakeBlockAsync(new() { GetPayloadVersion = 5 });

        Assert.Equal(-38005, four.Calls[BlockStep.GetPayload].ErrorCode);
        Assert.True(five.Succeeded, five.Failure);
    }

    [Fact]
    public async Task Builds_CancelledByNewOne_AreUnknown()
    {
        await using var client = await SimulatedClient.StartAsync(new() { NewBuildCancelsOld = true });
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        var head = await driver.ReadHeadAsync();
        var first = await driver.ForkchoiceUpdatedAsync(head.Hash, driver.Attributes(head));
        await driver.ForkchoiceUpdatedAsync(head.Hash, driver.Attributes(head, new() { NoTxPool = true }));

        var call = await driver.GetPayloadAsync(first.Result.GetProperty("payloadId").GetString()!);

        Assert.Equal(-38001, call.ErrorCode);
    }
}
