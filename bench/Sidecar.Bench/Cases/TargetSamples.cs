using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Cases;

/// <summary>What one run of a case showed of one target.</summary>
/// <param name="Target">Which.</param>
/// <param name="Microseconds">One a round, in order.</param>
/// <param name="CpuMicroseconds">CPU time of the process for each visit, less what it uses when idle and to compile; null if there is none.</param>
/// <param name="IdleShare">Of one core, when nobody asks anything.</param>
/// <param name="AllocatedBytes">Bytes a gateway allocated for each visit, less what it allocates when idle.</param>
/// <param name="PeakBytes">Most memory resident at once in the case, warm-up included.</param>
/// <param name="Payloads">Payloads it answered.</param>
/// <param name="BuilderPayloads">Of these the builder's.</param>
internal sealed record TargetSamples(
    TargetKind Target, double[] Microseconds, double? CpuMicroseconds, double? IdleShare, double? AllocatedBytes, long? PeakBytes,
    int Payloads, int BuilderPayloads);
