using System.Globalization;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

[Trait("Category", "E2E")]
[Trait("Scenario", "24")]
public sealed class GasUsedPolicyTests
{
    private static readonly SimulatedClientOptions PlainBuilder =
        SimulatedClientOptions.Builder() with { BlockMarker = null };

    [Theory]
    [InlineData(5, 0, "local:policy")]
    [InlineData(1, 0, "local:policy")]
    [InlineData(20, 1, "local:policy")]
    [InlineData(20, 2, MadeBlock.Builder)]
    [InlineData(20, 20, MadeBlock.Builder)]
    [InlineData(0, 3, MadeBlock.Builder)]
    [InlineData(0, 0, MadeBlock.Builder)]
    public async Task GetPayload_UserGasOfBoth_AnswersBuilderFromATenthOn(
        int localCount, int builderCount, string source)
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(), PlainBuilder, "--block-selection-policy", "gas-used");
        AddTransactions(rig.Local, localCount);
        AddTransactions(rig.Builder, builderCount);

        // Many deposits: a rule that counts their gas would let an empty block pass.
        var made = await rig.MakeBlockAsync(new() { ForcedTransactions = Deposits(30) });

        var userTransactions = source == MadeBlock.Builder ? builderCount : localCount;
        Assert.Equal(source, made.Source);
        Assert.Equal(30 + userTransactions, made.Block.Transactions.Count);
    }

    [Fact]
    public async Task GetPayload_NoPolicyAndEmptyBuilderBlock_AnswersTheBuilders()
    {
        await using var rig = await Rig.StartAsync(SimulatedClientOptions.Local(), PlainBuilder);
        AddTransactions(rig.Local, 5);

        var made = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, made.Source);
        Assert.Single(made.Block.Transactions);
    }

    [Fact]
    public async Task GetPayload_EmptyBuilderBlockByPolicy_BuilderStaysHealthy()
    {
        await using var rig = await Rig.StartAsync(
            SimulatedClientOptions.Local(), PlainBuilder, "--block-selection-policy", "gas-used");

        for (var count = 0; count < 4; count++)
        {
            AddTransactions(rig.Local, 5, from: 100 * count);
            Assert.Equal("local:policy", (await rig.MakeBlockAsync()).Source);
        }

        Assert.Equal(System.Net.HttpStatusCode.OK, (await rig.Gateway.GetAsync("healthz")).Status);
    }

    private static void AddTransactions(SimulatedClient client, int count, int from = 0)
    {
        for (var number = from; number < from + count; number++)
        {
            client.AddTransaction(string.Create(CultureInfo.InvariantCulture, $"0x02{number:x8}"));
        }
    }

    private static List<string> Deposits(int count) =>
        [.. Enumerable.Range(0, count).Select(number => OpNodeDriver.FakeDeposit((ulong)number))];
}
