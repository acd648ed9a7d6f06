using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Throughput;

/// <summary>What wrk saw of small forkchoiceUpdated without pauses; wrk and the stub share the machine.</summary>
/// <param name="Target">Which.</param>
/// <param name="Connections">At once.</param>
/// <param name="PerSecond">Requests answered a second.</param>
/// <param name="P50Microseconds">Half of them took at most this.</param>
/// <param name="P99Microseconds">99 in 100 took at most this.</param>
/// <param name="CpuMicroseconds">CPU time of the process for each; null if there is none.</param>
/// <param name="Errors">Answers that were none, or not 200.</param>
internal sealed record ThroughputResult(
    TargetKind Target, int Connections, double PerSecond, double P50Microseconds, double P99Microseconds,
    double? CpuMicroseconds, long Errors);
