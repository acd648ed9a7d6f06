namespace Sidecar.TestKit.Tests.Driving;

[Trait("Category", "Unit")]
public sealed class OpNodeDriverTests
{
    [Fact]
    public async Task Attributes_SameParent_AreTheSameAndLeaveOutWhatGoLeavesOut()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        var head = await driver.ReadHeadAsync();

        var first = driver.Attributes(head);
        var second = driver.Attributes(head);
        var jovian = driver.Attributes(head, new() { NoTxPool = true, MinBaseFee = 5, ForcedTransactions = [] });

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(
            [
                "timestamp", "prevRandao", "suggestedFeeRecipient", "withdrawals", "parentBeaconBlockRoot",
                "transactions", "gasLimit", "eip1559Params",
            ],
            first.Select(member => member.Key));
        Assert.False(jovian.ContainsKey("transactions"));
        Assert.Contains("\"noTxPool\":true", jovian.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"minBaseFee\":5", jovian.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeBlock_SetHeadCall_SendsNullAttributes()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        await driver.MakeBlocksAsync(1);

        var setHead = client.CallsOf("engine_forkchoiceUpdated")[^1];
        Assert.EndsWith("},null]}", setHead.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakeBlock_GetPayloadFails_KeepsHeadAndTellsWhy()
    {
        await using var client = await SimulatedClient.StartAsync();
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        client.Faults.On("engine_getPayload", Fault.HttpStatus(500, "broken"), times: 1);

        var failed = await driver.MakeBlockAsync();
        var made = await driver.MakeBlockAsync();

        Assert.Equal(BlockStep.GetPayload, failed.FailedAt);
        Assert.Contains("500", failed.Failure, StringComparison.Ordinal);
        Assert.Equal((true, 1UL), (made.Succeeded, made.Number));
    }

    [Fact]
    public async Task MakeBlock_UrlChangedBetweenSteps_GoesOnElsewhere()
    {
        var options = new SimulatedClientOptions { PayloadIds = PayloadIdScheme.Shared };
        await using var first = await SimulatedClient.StartAsync(options);
        await using var second = await SimulatedClient.StartAsync(options);
        using var driver = new OpNodeDriver(first.Url, first.JwtSecret);
        var head = await driver.ReadHeadAsync();
        driver.Rpc.Url = second.Url;
        await driver.ForkchoiceUpdatedAsync(head.Hash, driver.Attributes(head));
        driver.Rpc.Url = first.Url;

        var block = await driver.MakeBlockAsync(new()
        {
            BeforeStep = step =>
            {
                driver.Rpc.Url = step == BlockStep.StartBuild ? first.Url : second.Url;
                return Task.CompletedTask;
            },
        });

        Assert.True(block.Succeeded, block.Failure);
        Assert.Equal(block.Hash, second.Head.Hash);
        Assert.Equal(0UL, first.HeadNumber);
    }
}
