using System.Text;
using Sidecar.Bench.Load;
using Sidecar.Bench.Targets;
using Sidecar.TestKit;

namespace Sidecar.Bench.Throughput;

/// <summary>Lets wrk send small forkchoiceUpdated as fast as they are answered.</summary>
internal static class ThroughputRun
{
    private static readonly int[] Connections = [1, 8, 64];

    public static IReadOnlyList<TargetKind> Targets { get; } =
    [
        TargetKind.Direct, TargetKind.NginxTuned, TargetKind.NginxStock, TargetKind.Haproxy, TargetKind.Sidecar,
        TargetKind.SidecarBuilder,
    ];

    public static async Task<IReadOnlyList<ThroughputResult>> MeasureAsync(
        TargetSet targets, int seconds, CancellationToken stop)
    {
        List<ThroughputResult> results = [];
        foreach (var connections in Connections)
        {
            foreach (var kind in Targets)
            {
                stop.ThrowIfCancellationRequested();
                results.Add(await MeasureAsync(targets, kind, connections, seconds));
            }
        }

        return results;
    }

    private static async Task<ThroughputResult> MeasureAsync(TargetSet targets, TargetKind kind, int connections, int seconds)
    {
        var target = targets[kind];
        var script = Path.GetTempFileName();
        try
        {
            // A token is good for a minute: longer than one measurement.
            await File.WriteAllTextAsync(script, Script(Jwt.Mint(targets.Secret)));
            var before = Cpu(target);
            await using var wrk = ChildProcess.Start(
                "wrk",
                [
                    "--threads", "1", "--connections", $"{connections}", "--duration", $"{seconds}s", "--latency",
                    "--script", script, $"http://127.0.0.1:{target.Port}/",
                ]);
            await wrk.WaitForExitAsync(TimeSpan.FromSeconds(seconds + 30));
            var cpu = Cpu(target) - before;
            var output = WrkOutput.Parse(wrk.Output);
            return new(
                kind, connections, output.PerSecond, output.P50Microseconds, output.P99Microseconds,
                cpu?.TotalMicroseconds / Math.Max(1, output.Requests), output.Errors);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Script(string token) => $"""
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer {token}"
        wrk.body = [[{Encoding.ASCII.GetString(EngineCalls.ForkchoiceUpdated().Body)}]]
        """;

    private static TimeSpan? Cpu(Target target) => target.ProcessId is { } id ? ProcessFacts.CpuTime(id) : null;
}
