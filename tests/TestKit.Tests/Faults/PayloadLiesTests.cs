namespace Sidecar.TestKit.Tests.Faults;

[Trait("Category", "Unit")]
public sealed class PayloadLiesTests
{
    private static readonly string OtherRoot = "0x" + new string('1', 64);

    public static TheoryData<string, Fault, string> Lies => new()
    {
        { "blockHash", PayloadLies.BlockHash(), "INVALID" },
        { "parentHash", PayloadLies.ParentHash(), "SYNCING" },
        { "stateRoot", PayloadLies.StateRoot(), "INVALID" },
        { "prevRandao", PayloadLies.PrevRandao(), "VALID" },
        { "feeRecipient", PayloadLies.FeeRecipient(), "VALID" },
        { "gasLimit", PayloadLies.GasLimit(), "VALID" },
        { "timestamp", PayloadLies.Timestamp(), "VALID" },
        { "parentBeaconBlockRoot", PayloadLies.ParentBeaconBlockRoot(), "VALID" },
        { "no deposit", PayloadLies.DropFirstTransactions(), "VALID" },
        { "first transaction", PayloadLies.PrependTransaction(), "VALID" },
        { "stateRoot, hash kept", PayloadLies.Field("stateRoot", OtherRoot, Consistency.AsIs), "INVALID" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Lie_InGetPayload_IsJudgedByExecutionAlone(string what, Fault lie, string status)
    {
        await using var client = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);
        var rule = client.Faults.On("engine_getPayload", lie);

        var block = await driver.MakeBlockAsync();

        Assert.Equal(1, rule.Hits);
        var answer = block.Calls[BlockStep.NewPayload].Result.GetProperty("status").GetString();
        Assert.True(status == answer, $"{what}: {answer}");
    }
}
