using Sidecar.Bench.Load;
using Sidecar.Bench.Targets;

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
        var before = Cpu(target);
        var output = await Wrk.RunAsync(target, targets.Secret, EngineCalls.ForkchoiceUpdated(), connections, seconds);
        var cpu = Cpu(target) - before;
        return new(
            kind, connections, output.PerSecond, output.P50Microseconds, output.P99Microseconds,
            cpu?.TotalMicroseconds / Math.Max(1, output.Requests), output.Errors);
    }

    private static TimeSpan? Cpu(Target target) => target.ProcessId is { } id ? ProcessFacts.CpuTime(id) : null;
}
