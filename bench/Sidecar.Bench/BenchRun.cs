using System.Diagnostics;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench;

/// <summary>The whole benchmark: runs of all cases, then throughput, then the report.</summary>
internal sealed class BenchRun(BenchOptions options)
{
    public async Task<int> RunAsync()
    {
        if (options.Unknown.Any())
        {
            Console.Error.WriteLine($"No such case: {string.Join(", ", options.Unknown)}.");
            return 2;
        }

        var started = Stopwatch.GetTimestamp();
        var machine = await MachineFacts.ReadAsync(options.Effort, options.Commit);
        var runs = options.Cases.ToDictionary(benchCase => benchCase, _ => new List<IReadOnlyList<TargetSamples>>());
        IReadOnlyList<ThroughputResult> throughput = [];
        for (var run = 1; run <= options.Effort.Runs; run++)
        {
            var kinds = options.Cases.SelectMany(benchCase => benchCase.Targets).ToHashSet();
            await using var targets = await TargetSet.StartAsync(kinds, options.Gateway);
            foreach (var (benchCase, samples) in runs)
            {
                Console.Error.WriteLine($"run {run} of {options.Effort.Runs}: {benchCase.Name}");
                using var caseRun = new CaseRun(benchCase, targets);
                samples.Add(await caseRun.MeasureAsync(options.Effort.RoundsOf(benchCase)));
            }
        }

        machine = machine with { Minutes = Stopwatch.GetElapsedTime(started).TotalMinutes };
        var report = new BenchReport(
            machine, [.. runs.Select(entry => CaseResult.Of(entry.Key, entry.Value))], throughput);
        ResultsFolder.Write(report, options);
        Console.WriteLine(MarkdownReport.Render(report));
        return 0;
    }
}
