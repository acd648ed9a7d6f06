using Sidecar.Bench.Cases;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Results;

/// <summary>What all runs of a case say.</summary>
/// <param name="Name">The case.</param>
/// <param name="Goal">What it is judged by.</param>
/// <param name="Controls">Ratio of the two equal nginx in each run.</param>
/// <param name="RunsCounted">Runs in which it was in its range; if it is 0, the figures are those of all runs and worth little.</param>
/// <param name="Targets">One each.</param>
internal sealed record CaseResult(
    string Name, Goal? Goal, IReadOnlyList<double?> Controls, int RunsCounted, IReadOnlyList<TargetResult> Targets)
{
    /// <summary>What a target adds as a multiple of what stock nginx adds; null if that was not measured.</summary>
    public double? ToStock(TargetResult target) => Targets
        .Where(other => other.Target == TargetKind.NginxStock)
        .Select(stock => Statistics.Ratio(target.Added.P50, stock.Added.P50)).FirstOrDefault();

    /// <param name="benchCase">The case.</param>
    /// <param name="runs">What each run showed, target by target in the case's order.</param>
    public static CaseResult Of(BenchCase benchCase, IReadOnlyList<IReadOnlyList<TargetSamples>> runs)
    {
        var figures = runs.Select(samples => new RunFigures(samples)).ToList();
        var counting = figures.Where(run => Verdicts.Counts(run.Control, benchCase.ControlRange)).ToList();
        var used = counting.Count > 0 ? counting : figures;
        var reference = new Pooled(used, TargetKind.NginxTuned);
        return new(
            benchCase.Name,
            benchCase.Goal,
            [.. figures.Select(run => run.Control)],
            counting.Count,
            [.. benchCase.Targets.Select(kind => new Pooled(used, kind).ToResult(reference, benchCase, counting.Count > 0))]);
    }

    /// <summary>One run's added latencies.</summary>
    private sealed class RunFigures(IReadOnlyList<TargetSamples> samples)
    {
        private readonly double[] _direct = samples.Single(target => target.Target == TargetKind.Direct).Microseconds;

        public double? Control => RatioOf(TargetKind.NginxTunedAgain);

        public TargetSamples Of(TargetKind kind) => samples.Single(target => target.Target == kind);

        public double[] AddedOf(TargetKind kind) => Statistics.Added(Of(kind).Microseconds, _direct);

        public double? RatioOf(TargetKind kind) => Statistics.Ratio(
            Statistics.Median(AddedOf(kind)), Statistics.Median(AddedOf(TargetKind.NginxTuned)));
    }

    /// <summary>One target over several runs.</summary>
    private sealed class Pooled(IReadOnlyList<RunFigures> runs, TargetKind kind)
    {
        private Spread Added { get; } = Spread.Of([.. runs.SelectMany(run => run.AddedOf(kind))]);

        private double? Cpu { get; } = Mean(runs.Select(run => run.Of(kind).CpuMicroseconds));

        public TargetResult ToResult(Pooled reference, BenchCase benchCase, bool counts)
        {
            var samples = runs.Select(run => run.Of(kind)).ToList();
            var latencies = samples.SelectMany(run => run.Microseconds).ToList();
            double[] ratios = [.. runs.Select(run => run.RatioOf(kind)).OfType<double>()];
            double? ratio = ratios.Length > 0 ? Statistics.Median(ratios) : null;
            var payloads = samples.Sum(run => run.Payloads);
            return new(
                kind, latencies.Count, Spread.Of(latencies), Added,
                Added.RatioTo(reference.Added) with { P50 = ratio }, ratios,
                Cpu, Statistics.Ratio(Cpu, reference.Cpu), Mean(samples.Select(run => run.IdleShare)),
                Mean(samples.Select(run => run.AllocatedBytes)), samples.Max(run => run.PeakBytes),
                payloads > 0 ? (double)samples.Sum(run => run.BuilderPayloads) / payloads : null,
                kind.IsSidecar() ? Verdicts.Of(benchCase.Goal, counts ? ratio : null) : Verdict.NoGoal);
        }

        private static double? Mean(IEnumerable<double?> values) => values.Average();
    }
}
