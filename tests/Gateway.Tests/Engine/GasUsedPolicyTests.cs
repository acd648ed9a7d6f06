using System.Text.Json.Nodes;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class GasUsedPolicyTests
{
    [Theory]
    // Only forced transactions on both sides: nothing to choose, so the builder's.
    [InlineData(50_000, 1, 50_000, 1, 1, 0.1, PayloadSource.Builder)]
    // The builder has nobody's transactions and local has some.
    [InlineData(1_050_000, 11, 50_000, 1, 1, 0.1, PayloadSource.Local)]
    // Local has nothing and the builder has some.
    [InlineData(50_000, 1, 1_050_000, 11, 1, 0.1, PayloadSource.Builder)]
    // Just at and just below the fraction of the user gas, deposits at least 21,000.
    [InlineData(1_021_000, 10, 121_000, 5, 1, 0.1, PayloadSource.Builder)]
    [InlineData(1_021_000, 10, 120_999, 5, 1, 0.1, PayloadSource.Local)]
    // Everything equal.
    [InlineData(500_000, 5, 500_000, 5, 1, 1.0, PayloadSource.Builder)]
    [InlineData(500_001, 5, 500_000, 5, 1, 1.0, PayloadSource.Local)]
    // A fraction of nothing never prefers local.
    [InlineData(30_000_000, 100, 50_000, 1, 1, 0.0, PayloadSource.Builder)]
    // No forced transactions at all.
    [InlineData(100_000, 4, 0, 0, 0, 0.1, PayloadSource.Local)]
    [InlineData(0, 0, 0, 0, 0, 0.1, PayloadSource.Builder)]
    [InlineData(0, 0, 100_000, 4, 0, 1.0, PayloadSource.Builder)]
    // Less gas than forced transactions could have used must not wrap around.
    [InlineData(10_000, 5, 5_000, 5, 4, 0.1, PayloadSource.Builder)]
    public void Select_GasOfBoth_PrefersTheBuilderUnlessItsUserGasIsFarBelow(
        int localGas, int localCount, int builderGas, int builderCount, int forced, double fraction,
        PayloadSource expected)
    {
        var policy = new GasUsedPolicy(fraction);

        var selected = policy.Select(Fields(localGas, localCount), Fields(builderGas, builderCount), forced);

        Assert.Equal(expected, selected);
        Assert.True(policy.NeedsLocal);
    }

    [Fact]
    public void Select_PreferBuilder_IsTheBuilderAndNeedsNoLocal()
    {
        var policy = new PreferBuilderPolicy();

        Assert.Equal(PayloadSource.Builder, policy.Select(Fields(30_000_000, 100), Fields(0, 0), 0));
        Assert.False(policy.NeedsLocal);
    }

    private static PayloadFields Fields(int gasUsed, int transactions)
    {
        var response = Sample.Response();
        response.Payload()["gasUsed"] = $"0x{gasUsed:x}";
        response.Payload()["transactions"] =
            new JsonArray([.. Enumerable.Repeat(0, transactions).Select(_ => (JsonNode)"0x00")]);
        return Sample.Envelope(response)!.Fields;
    }
}
