using System.Globalization;
using System.Text;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Results;

/// <summary>Writes a report as Markdown tables.</summary>
internal static class MarkdownReport
{
    public static string Render(BenchReport report)
    {
        var text = new StringBuilder();
        foreach (var result in report.Cases)
        {
            Add(text, result);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, CaseResult result)
    {
        text.Append(CultureInfo.InvariantCulture, $"### {result.Name}\n\n");
        Row(text, "Target", "p50", "p99", "p99.9", "× p50", "× p99", "× p99.9", "CPU µs", "CPU ×", "allocated", "peak MiB", "builder's", "verdict");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var target in result.Targets)
        {
            var times = target.Target == TargetKind.Direct ? target.Latency : target.Added;
            Row(text, target.Target.ToText(), Whole(times.P50), Whole(times.P99), Whole(times.P999),
                Ratio(target.Ratio.P50), Ratio(target.Ratio.P99), Ratio(target.Ratio.P999),
                Whole(target.CpuMicroseconds), Ratio(target.CpuRatio), Whole(target.AllocatedBytes),
                Whole(target.PeakBytes / 1048576.0), target.BuilderShare is { } share ? share.ToString("P0", CultureInfo.InvariantCulture) : "",
                target.Target.IsSidecar() ? target.Verdict.ToText() : "");
        }

        text.Append('\n');
    }

    private static void Row(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Whole(double? value) => value?.ToString("0", CultureInfo.InvariantCulture) ?? "";

    private static string Ratio(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}
