using System.Diagnostics;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Contention;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;
using Sidecar.Bench.Throughput;

namespace Sidecar.Bench;

/// <summary>The whole benchmark: runs of all cases, then throughput, then the report.</summary>
internal sealed class BenchRun(BenchOptions options)
{
    private const int Stopped = 130;
    private const int BurstsMin = 2;
    private const int BurstsInAll = 12;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            return await MeasureAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Tell("stopped");
            return Stopped;
        }
    }

    private async Task<int> MeasureAsync(CancellationToken stop)
    {
        if (options.Unknown.Any())
        {
            Console.Error.WriteLine($"No such case: {string.Join(", ", options.Unknown)}.");
            return 2;
        }

        var machine = await MachineFacts.ReadAsync(options);
        var runs = options.Cases.ToDictionary(benchCase => benchCase, _ => new List<IReadOnlyList<TargetSamples>>());
        IReadOnlyList<ThroughputResult> throughput = [];
        IReadOnlyList<ContentionResult> contention = [];
        for (var run = 1; run <= options.Effort.Runs; run++)
        {
            await using var targets = await TargetSet.StartAsync(Kinds(), options.Gateway);
            Tell($"run {run} of {options.Effort.Runs}: warm-up");
            WarmUp(targets, stop);
            foreach (var (benchCase, samples) in runs)
            {
                Tell($"run {run} of {options.Effort.Runs}: {benchCase.Name}");
                using var caseRun = new CaseRun(benchCase, targets, stop);
                samples.Add(await caseRun.MeasureAsync(options.Effort.RoundsOf(benchCase)));
            }

            if (options.HasContention && run == options.Effort.Runs)
            {
                Tell("contention");
                contention = await new ContentionRun(targets, stop).MeasureAsync(options.Effort.ContentionRounds);
            }

            if (options.HasThroughput && run == options.Effort.Runs)
            {
                Tell("throughput");
                throughput = await ThroughputRun.MeasureAsync(targets, options.Effort.ThroughputSeconds, stop);
            }
        }

        machine = machine with
        {
            Minutes = Stopwatch.GetElapsedTime(_started).TotalMinutes,
            BusyAfter = await MachineFacts.MeasureBusyAsync(),
        };
        var report = new BenchReport(
            machine, [.. runs.Select(entry => CaseResult.Of(entry.Key, entry.Value))], throughput, contention);
        ResultsFolder.Write(report, options);
        Console.WriteLine(MarkdownReport.Render(report));
        return 0;
    }

    private void Tell(string what) =>
        Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(_started):mm\\:ss} {what}");

    private HashSet<TargetKind> Kinds() =>
        [
            .. options.Cases.SelectMany(benchCase => benchCase.Targets),
            .. options.HasThroughput ? ThroughputRun.Targets : [],
            .. options.HasContention ? ContentionRun.Targets : [],
        ];

    /// <summary>
    /// A gateway that has just started gets faster for minutes at a consensus client's pace: .NET compiles a method anew
    /// after 30 calls and once more when it is hot. Bursts of every kind of call bring it there; the fewer kinds, the more bursts.
    /// </summary>
    private void WarmUp(TargetSet targets, CancellationToken stop)
    {
        var cases = options.Cases.Where(benchCase => benchCase.Think == TimeSpan.Zero && !benchCase.IsStorm).ToList();
        for (var burst = 0; burst < Math.Max(BurstsMin, BurstsInAll / Math.Max(1, cases.Count)); burst++)
        {
            foreach (var benchCase in cases)
            {
                using var caseRun = new CaseRun(benchCase, targets, stop);
                caseRun.WarmUp();
                if (benchCase == cases[^1])
                {
                    caseRun.WaitForQuiet();
                }
            }
        }
    }
}
