using Sidecar.Bench.Contention;
using Sidecar.Bench.Throughput;

namespace Sidecar.Bench.Results;

/// <summary>All that a run of the benchmark has to say; what is written to latest.json.</summary>
/// <param name="Machine">Where and how.</param>
/// <param name="Cases">By case.</param>
/// <param name="Throughput">What wrk saw.</param>
/// <param name="Contention">What a call takes while others keep the target busy.</param>
internal sealed record BenchReport(
    MachineFacts Machine, IReadOnlyList<CaseResult> Cases, IReadOnlyList<ThroughputResult> Throughput,
    IReadOnlyList<ContentionResult> Contention);
