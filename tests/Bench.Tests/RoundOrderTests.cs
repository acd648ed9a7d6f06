using Sidecar.Bench.Cases;

namespace Sidecar.Bench.Tests;

public sealed class RoundOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Of_EveryRound_VisitsEachTargetOnce(int count)
    {
        for (var round = 0; round < 100; round++)
        {
            Assert.Equal(Enumerable.Range(0, count), RoundOrder.Of(round, count).Order());
        }
    }

    [Fact]
    public void Of_ManyRounds_LetsEachFollowEveryOther()
    {
        var pairs = Enumerable.Range(0, 7 * 6).SelectMany(round => Pairs([.. RoundOrder.Of(round, 7)]));

        Assert.Equal(7 * 6, pairs.Distinct().Count());
    }

    [Fact]
    public void Of_AsManyRoundsAsTargets_BeginsWithEachOnce()
    {
        var first = Enumerable.Range(0, 6).Select(round => RoundOrder.Of(round, 6).First());

        Assert.Equal(Enumerable.Range(0, 6), first.Order());
    }

    private static IEnumerable<(int, int)> Pairs(int[] order) => order.Zip(order.Skip(1));
}
