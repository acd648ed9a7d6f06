using System.Globalization;
using System.Text;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Contention;
using Sidecar.Bench.Targets;
using Sidecar.Bench.Throughput;

namespace Sidecar.Bench.Results;

/// <summary>Writes a report as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Beyond this others were at work on the machine, and tails are theirs.</summary>
    private const double BusyMax = 0.1;

    public static string Render(BenchReport report)
    {
        var text = new StringBuilder();
        AddMachine(text, report.Machine);
        AddVerdicts(text, report.Cases);
        AddOtherGoals(text, report);
        text.Append("### Added latency, by case\n\n");
        report.Cases.ToList().ForEach(result => AddCase(text, result));
        if (report.Throughput.Count > 0)
        {
            AddThroughput(text, report.Throughput);
        }

        if (report.Contention.Count > 0)
        {
            AddContention(text, report.Contention);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void AddMachine(StringBuilder text, MachineFacts machine)
    {
        var effort = machine.Effort;
        text.Append(string.Create(CultureInfo.InvariantCulture, $"""
            ### This run

            - {machine.Date}, commit {machine.Commit}, engine {machine.Engine}, mode `{effort.Name}`, {machine.Minutes:0.0} min.
            - {machine.Cores} cores, {machine.Processor}, Linux {machine.Kernel}, {machine.Runtime}.
            - Congestion control {machine.CongestionControl}; {machine.SocketBuffers}.
            - {string.Join("; ", machine.Programs.Values)}.
            - Runs with fresh processes: {effort.Runs}. Rounds in each: {effort.SmallRounds}; with 1 MB {effort.LargeRounds}, with 10 MB {effort.HugeRounds}, storms {effort.StormRounds}.
            - Cores busy with other work: {machine.BusyBefore:P0} before, {machine.BusyAfter:P0} after.

            """));
        if (Math.Max(machine.BusyBefore, machine.BusyAfter) > BusyMax)
        {
            text.Append("- **The machine was not quiet: percentiles above the median, and CPU times, are rough.**\n");
        }

        text.Append('\n');
    }

    private static void AddVerdicts(StringBuilder text, IReadOnlyList<CaseResult> cases)
    {
        text.Append("### Verdicts\n\n");
        Cells.Head(text, "Case", "Target", "× tuned nginx", "runs", "A/A", "must", "aim", "stretch", "verdict", "CPU × (limit)",
            "allocated (limit)", "× stock (limit)");
        foreach (var (result, goal) in cases.Where(result => result.Goal is not null).Select(result => (result, result.Goal!)))
        {
            foreach (var target in result.Targets.Where(target => target.Target.IsSidecar()))
            {
                Cells.Row(text, result.Name, target.Target.ToText(), Cells.Ratio(target.Ratio.P50),
                    string.Join(" ", target.RunRatios.Select(ratio => Cells.Ratio(ratio))),
                    string.Join(" ", result.Controls.Select(Cells.Ratio)),
                    Cells.Limit(goal.Must), Cells.Limit(goal.Aim), Cells.Limit(goal.Stretch), target.Verdict.ToText(),
                    Against(Cells.Ratio(target.CpuRatio), Cells.Limit(goal.Cpu)),
                    Against(Cells.Whole(target.AllocatedBytes), Cells.Whole(Goal.AllocatedBytes)),
                    Against(Cells.Ratio(result.ToStock(target)), Cells.Limit(goal.Stock)));
            }
        }

        text.Append('\n');
    }

    private static void AddOtherGoals(StringBuilder text, BenchReport report)
    {
        text.Append("### Other goals\n\n");
        Cells.Head(text, "Goal", "limit", "measured", "verdict");
        foreach (var goal in OtherGoals.Of(report))
        {
            Cells.Row(text, goal.Text, Cells.Limit(goal.Limit), Cells.Ratio(goal.Measured), goal.IsMet ? "met" : "**missed**");
        }

        text.Append('\n');
    }

    private static void AddCase(StringBuilder text, CaseResult result)
    {
        var note = result.RunsCounted == 0 ? ": void" : "";
        text.Append(CultureInfo.InvariantCulture, $"**{result.Name}**{note}\n\n");
        Cells.Head(text, "Target", "p50", "p99", "p99.9", "× p50", "× p99", "× p99.9", "visits", "CPU µs", "CPU ×", "idle CPU",
            "allocated", "peak MiB", "builder's blocks");
        foreach (var target in result.Targets)
        {
            var times = target.Target == TargetKind.Direct ? target.Latency : target.Added;
            var ratio = target.CpuMicroseconds is null ? new Spread(null, null, null) : target.Ratio;
            Cells.Row(text, target.Target == TargetKind.Direct ? "direct (whole latency)" : target.Target.ToText(),
                Cells.Whole(times.P50), Cells.Whole(times.P99), Cells.Whole(times.P999),
                Cells.Ratio(ratio.P50), Cells.Ratio(ratio.P99), Cells.Ratio(ratio.P999), Cells.Whole(target.Samples),
                Cells.Whole(target.CpuMicroseconds), Cells.Ratio(target.CpuRatio), Cells.Percent(target.IdleShare),
                Cells.Whole(target.AllocatedBytes), Cells.Mebibytes(target.PeakBytes),
                target.Target.IsSidecar() ? Cells.Percent(target.BuilderShare) : "");
        }

        text.Append('\n');
    }

    private static void AddContention(StringBuilder text, IReadOnlyList<ContentionResult> results)
    {
        text.Append("### A forkchoiceUpdated while others keep the target busy, median in µs\n\n");
        Cells.Head(text, "Target", "nobody else", "beside newPayloads of 10 MB", "× quiet", "beside 64 connections", "× quiet");
        foreach (var result in results)
        {
            Cells.Row(text, result.Target.ToText(), Cells.Whole(result.Quiet),
                Cells.Whole(result.BesideStream), Cells.Ratio(result.BesideStream / result.Quiet),
                Cells.Whole(result.BesideCrowd), Cells.Ratio(result.BesideCrowd / result.Quiet));
        }

        text.Append('\n');
    }

    private static void AddThroughput(StringBuilder text, IReadOnlyList<ThroughputResult> results)
    {
        text.Append("### Throughput: forkchoiceUpdated without pauses, by wrk\n\n");
        Cells.Head(text, "Connections", "Target", "requests/s", "× tuned nginx", "p50 µs", "p99 µs", "CPU µs each", "errors");
        foreach (var result in results)
        {
            var nginx = results.Single(other =>
                other.Target == TargetKind.NginxTuned && other.Connections == result.Connections);
            Cells.Row(text, Cells.Whole(result.Connections), result.Target.ToText(), Cells.Whole(result.PerSecond),
                Cells.Ratio(result.PerSecond / nginx.PerSecond), Cells.Whole(result.P50Microseconds),
                Cells.Whole(result.P99Microseconds), Cells.Whole(result.CpuMicroseconds), Cells.Whole(result.Errors));
        }

        text.Append('\n');
    }

    private static string Against(string value, string limit) => limit.Length > 0 ? $"{value} ({limit})" : "";
}
