using Sidecar.Bench.Cases;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Tests;

public sealed class CaseResultTests
{
    private static readonly BenchCase Case = CaseCatalog.All.Single(benchCase => benchCase.Name == "getPayload-1m");

    [Fact]
    public void Of_ThreeRuns_TakesTheMedianOfThoseWhoseControlHolds()
    {
        var result = CaseResult.Of(Case, [Run(sidecar: 120), Run(sidecar: 900, control: 150), Run(sidecar: 140)]);

        var sidecar = result.Targets.Single(target => target.Target == TargetKind.Sidecar);
        Assert.Equal(2, result.RunsCounted);
        Assert.Equal([1.2, 1.4], sidecar.RunRatios);
        Assert.Equal(1.3, sidecar.Ratio.P50!.Value, 9);
        Assert.Equal(Verdict.Must, sidecar.Verdict);
        Assert.Equal(6, sidecar.Samples);
    }

    [Fact]
    public void Of_NoControlHolds_IsVoidAndKeepsTheFigures()
    {
        var result = CaseResult.Of(Case, [Run(sidecar: 120, control: 150)]);

        var sidecar = result.Targets.Single(target => target.Target == TargetKind.Sidecar);
        Assert.Equal(0, result.RunsCounted);
        Assert.Equal(Verdict.Void, sidecar.Verdict);
        Assert.Equal(120, sidecar.Added.P50);
    }

    [Fact]
    public void Of_CpuTime_IsComparedWithTunedNginx()
    {
        var result = CaseResult.Of(Case, [Run(sidecar: 120)]);

        Assert.Equal(0.5, result.Targets.Single(target => target.Target == TargetKind.Haproxy).CpuRatio);
    }

    /// <summary>Direct takes 1000, the others what they add; tuned nginx adds 100.</summary>
    internal static IReadOnlyList<TargetSamples> Run(double sidecar, double control = 100) =>
        [.. Case.Targets.Select(kind => Samples(kind, kind switch
        {
            TargetKind.Direct => 0,
            TargetKind.NginxTunedAgain => control,
            TargetKind.Sidecar => sidecar,
            _ => 100,
        }))];

    private static TargetSamples Samples(TargetKind kind, double added)
    {
        double[] latencies = [1000 + added, 1000 + added, 1000 + added];
        double? cpu = kind switch
        {
            TargetKind.Direct => null,
            TargetKind.Haproxy => 50,
            _ => 100,
        };
        return new(kind, latencies, cpu, null, null, null, 0, 0);
    }
}
