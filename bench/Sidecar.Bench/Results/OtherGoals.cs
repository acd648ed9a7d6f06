using Sidecar.Bench.Contention;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Results;

/// <summary>The goals that stand beside those of the cases, as far as they were measured.</summary>
internal static class OtherGoals
{
    private const double Mebibyte = 1024 * 1024;

    public static IEnumerable<OtherGoal> Of(BenchReport report)
    {
        TargetResult? Find(string name, TargetKind kind) => report.Cases
            .FirstOrDefault(result => result.Name == name)?.Targets.FirstOrDefault(target => target.Target == kind);

        if (Find("getPayload-1m", TargetKind.Sidecar) is { Ratio: { P99: { } p99, P999: { } p999 } })
        {
            yield return new("getPayload-1m, added p99, × tuned nginx's", 1.3, p99);
            yield return new("getPayload-1m, added p99.9, × tuned nginx's", 1.5, p999);
        }

        if (Find("fcu-after-1m", TargetKind.SidecarRedis)?.Latency.P50 / Find("fcu-after-1m", TargetKind.SidecarBuilder)?.Latency.P50
            is { } slowdown)
        {
            yield return new("a call right after a 1 MB decision is written to Redis, × the same without Redis", 1.5, slowdown);
        }

        if (Find("newPayload-10m", TargetKind.Sidecar)?.PeakBytes / Mebibyte is { } peak)
        {
            yield return new("sidecar, most memory resident with 10 MB bodies, MiB", 110, peak);
        }

        var shares = report.Cases.SelectMany(result => result.Targets)
            .Where(target => target.Target is TargetKind.SidecarBuilder or TargetKind.SidecarRedis)
            .Select(target => target.BuilderShare).OfType<double>().ToList();
        if (shares.Count > 0)
        {
            yield return new("builder's blocks in the builder cases, least share", 1, shares.Min(), IsLeast: true);
        }

        foreach (var goal in OfThroughput(report).Concat(OfContention(report)))
        {
            yield return goal;
        }
    }

    private static IEnumerable<OtherGoal> OfContention(BenchReport report)
    {
        ContentionResult? Find(TargetKind kind) => report.Contention.FirstOrDefault(result => result.Target == kind);

        if (Find(TargetKind.SidecarBuilder) is { } sidecar && Find(TargetKind.NginxTuned) is { } nginx)
        {
            yield return new(
                "forkchoiceUpdated beside endless bodies of 10 MB, × tuned nginx's", 1, sidecar.BesideStream / nginx.BesideStream);
            yield return new(
                "forkchoiceUpdated beside 64 connections without a pause, × its quiet time", 2, sidecar.BesideCrowd / sidecar.Quiet);
        }
    }

    private static IEnumerable<OtherGoal> OfThroughput(BenchReport report)
    {
        const int Connections = 64;
        var results = report.Throughput.Where(result => result.Connections == Connections).ToList();
        var sidecar = results.Find(result => result.Target == TargetKind.Sidecar);
        var nginx = results.Find(result => result.Target == TargetKind.NginxTuned);
        if (sidecar is not null && nginx is not null)
        {
            yield return new("requests a second over 64 connections, × tuned nginx's", 0.9, sidecar.PerSecond / nginx.PerSecond, IsLeast: true);
            yield return new("CPU time for each of these, × tuned nginx's", 1.4, (sidecar.CpuMicroseconds / nginx.CpuMicroseconds) ?? 0);
        }
    }
}
