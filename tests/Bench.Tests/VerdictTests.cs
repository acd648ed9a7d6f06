using Sidecar.Bench.Cases;
using Sidecar.Bench.Results;

namespace Sidecar.Bench.Tests;

public sealed class VerdictTests
{
    [Theory]
    [InlineData(1.81, "Missed")]
    [InlineData(1.8, "Must")]
    [InlineData(1.2, "Aim")]
    [InlineData(0.8, "Stretch")]
    [InlineData(null, "Void")]
    public void Of_Ratio_IsTheBestLimitItKeeps(double? ratio, string expected) =>
        Assert.Equal(expected, Verdicts.Of(Goal.ForkchoiceUpdated, ratio).ToString());

    [Fact]
    public void Of_CaseWithoutGoal_IsNone() => Assert.Equal(Verdict.NoGoal, Verdicts.Of(null, 5));

    [Theory]
    [InlineData(CaseCatalog.TenKilobytes, 1.8, 1.2)]
    [InlineData(CaseCatalog.HundredKilobytes, 1.8, 1.2)]
    [InlineData(CaseCatalog.Megabyte, 1.6, 1.2)]
    [InlineData(CaseCatalog.TenMegabytes, 1.0, 0.7)]
    public void Goal_OfGetPayload_DependsOnSize(int bytes, double must, double aim) =>
        Assert.Equal((must, aim), (Goal.GetPayload(bytes).Must, Goal.GetPayload(bytes).Aim));

    [Theory]
    [InlineData(CaseCatalog.HundredKilobytes, 1.8, 1.2)]
    [InlineData(CaseCatalog.Megabyte, 1.8, 1.3)]
    [InlineData(CaseCatalog.TenMegabytes, 1.5, 1.1)]
    public void Goal_OfNewPayload_DependsOnSize(int bytes, double must, double aim) =>
        Assert.Equal((must, aim), (Goal.NewPayload(bytes).Must, Goal.NewPayload(bytes).Aim));
}
