using System.Diagnostics;
using System.Globalization;
using Sidecar.Fuzz.Tests.Wire;

namespace Sidecar.Fuzz.Tests.Running;

/// <summary>A whole run: every target in process, in turns, and then a gateway over sockets.</summary>
internal static class FuzzRun
{
    private const double InProcessShare = 0.6;

    /// <summary>Turns that the targets take, so that memory can be looked at in between.</summary>
    private const int Rounds = 4;

    /// <summary>More than any target keeps, far less than it would have lost by a byte an input.</summary>
    private const long GrowthBytesMax = 32L * 1024 * 1024;

    public static async Task<FuzzReport> RunAsync(FuzzOptions options, Action<string> log)
    {
        var report = new FuzzReport(options.Seed);
        if (options.Targets.Count > 0)
        {
            RunTargets(options, report, log);
        }

        if (options.HasWire)
        {
            var share = options.Targets.Count == 0 ? 1 : 1 - InProcessShare;
            await WireRun.RunAsync(options.Seed, options.Duration * share, report, log);
        }

        return report;
    }

    private static void RunTargets(FuzzOptions options, FuzzReport report, Action<string> log)
    {
        var turn = options.Duration * (options.HasWire ? InProcessShare : 1) / options.Targets.Count / Rounds;
        var rounds = options.Count is null ? Rounds : 1;
        var next = options.Targets.ToDictionary(name => name, _ => options.From);
        long? heap = null;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in options.Targets)
            {
                var started = Stopwatch.GetTimestamp();
                var run = new TargetRun(name, options with { From = next[name] });
                run.Run(turn);
                next[name] += run.Count;
                report.Add(name, run.Count, Stopwatch.GetElapsedTime(started), run.Findings);
                run.Findings.ToList().ForEach(log);
            }

            // The first round fills pools and caches.
            var now = GC.GetTotalMemory(forceFullCollection: true);
            heap ??= now;
            log(string.Create(
                CultureInfo.InvariantCulture,
                $"fuzz: round {round + 1} of {rounds}, {report.Inputs} inputs, heap {now / 1024} KiB"));
            report.AddFindings(now - heap > GrowthBytesMax ? [$"The heap grew from {heap} to {now} bytes."] : []);
        }
    }
}
