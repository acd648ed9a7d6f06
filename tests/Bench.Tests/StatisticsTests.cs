using Sidecar.Bench.Results;

namespace Sidecar.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.999, 100)]
    [InlineData(0, 1)]
    public void Percentile_OfOneToHundred_IsNearestRank(double share, double expected) =>
        Assert.Equal(expected, Statistics.Percentile(Enumerable.Range(1, 100).Reverse().Select(value => (double)value), share));

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void Median_OddOrEven_IsTheMiddle(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Added_MachineSlowsDown_IsLatencyLessDirectOfThatTime()
    {
        double[] direct = [.. Enumerable.Repeat(100.0, 20), .. Enumerable.Repeat(300.0, 20)];
        double[] target = [.. direct.Select(value => value + 50)];

        var added = Statistics.Added(target, direct);

        Assert.Equal(40, added.Length);
        Assert.All(added, value => Assert.Equal(50, value));
    }

    [Fact]
    public void Added_OneSlowDirectCall_IsNotTheTargetsMerit()
    {
        double[] direct = [100, 100, 9000, 100, 100];
        double[] target = [150, 150, 150, 150, 150];

        Assert.All(Statistics.Added(target, direct), value => Assert.Equal(50, value));
    }

    [Theory]
    [InlineData(3.0, 2.0, 1.5)]
    [InlineData(3.0, 0.0, null)]
    [InlineData(3.0, -1.0, null)]
    [InlineData(null, 2.0, null)]
    public void Ratio_ReferenceIsNothing_SaysNothing(double? value, double? reference, double? expected) =>
        Assert.Equal(expected, Statistics.Ratio(value, reference));
}
