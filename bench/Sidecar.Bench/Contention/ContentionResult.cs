using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Contention;

/// <summary>Median time of a small forkchoiceUpdated while others use the same target, in microseconds.</summary>
/// <param name="Target">Which.</param>
/// <param name="Quiet">With nobody else.</param>
/// <param name="BesideStream">While newPayloads of 10 MB go through it on another connection without a pause.</param>
/// <param name="BesideCrowd">While 64 other connections send eth_chainId as fast as it is answered.</param>
internal sealed record ContentionResult(TargetKind Target, double Quiet, double BesideStream, double BesideCrowd);
