using Sidecar.Gateway.Doctor.Pair;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class ChainJudgementTests
{
    [Theory]
    [InlineData(10, 'a', 10, 'a', null, "chain.ok")]
    [InlineData(10, 'a', 10, 'a', 10, "chain.ok")]
    [InlineData(10, 'a', null, null, null, "chain.ok")]
    [InlineData(10, null, 10, 'b', null, "chain.ok")]
    [InlineData(10, 'a', 10, null, null, "chain.ok")]
    [InlineData(10, 'a', 11, 'a', null, "chain.id")]
    [InlineData(10, 'a', 10, 'b', null, "chain.genesis")]
    [InlineData(10, 'a', 10, 'a', 11, "chain.option")]
    [InlineData(10, 'a', null, null, 11, "chain.option")]
    public void Chain_OfBothAndTheOption_MustBeOne(
        int local, char? localGenesis, int? builder, char? builderGenesis, int? option, string id) => Assert.Equal(
            id,
            ChainJudgement.Judge(
                (ulong)local, Genesis(localGenesis), (ulong?)builder, Genesis(builderGenesis), (ulong?)option,
                "--chain-id").Kind.Id);

    private static string? Genesis(char? digit) => digit is { } known ? Sample.Hash(known) : null;
}
