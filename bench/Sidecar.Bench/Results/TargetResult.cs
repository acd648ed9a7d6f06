using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Results;

/// <summary>What all counting runs of a case say of one target. Times are microseconds.</summary>
/// <param name="Target">Which.</param>
/// <param name="Samples">Visits behind the percentiles.</param>
/// <param name="Latency">As the caller sees it.</param>
/// <param name="Added">Latency less direct's.</param>
/// <param name="Ratio">Added as a multiple of tuned nginx's; its median is that of the runs.</param>
/// <param name="RunRatios">The median's ratio in each run that counts.</param>
/// <param name="CpuMicroseconds">CPU time of a visit, less what the process uses when idle and to compile.</param>
/// <param name="CpuRatio">The same as a multiple of tuned nginx's.</param>
/// <param name="IdleShare">CPU time of a second in which nobody asks anything, in seconds.</param>
/// <param name="AllocatedBytes">Bytes allocated for a visit, less what is allocated when idle.</param>
/// <param name="PeakBytes">Most memory resident at once.</param>
/// <param name="BuilderShare">Part of its payloads that were the builder's; null if it answered none.</param>
/// <param name="Verdict">On the ratio.</param>
internal sealed record TargetResult(
    TargetKind Target, int Samples, Spread Latency, Spread Added, Spread Ratio, IReadOnlyList<double> RunRatios,
    double? CpuMicroseconds, double? CpuRatio, double? IdleShare, double? AllocatedBytes, long? PeakBytes, double? BuilderShare, Verdict Verdict);
