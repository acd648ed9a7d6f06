using Sidecar.Bench.Load;

namespace Sidecar.Bench.Targets;

/// <summary>Something that is measured.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Port">Where calls go.</param>
/// <param name="ProcessId">Of the process in between; null if there is none.</param>
/// <param name="MetricsPort">Of a gateway; null otherwise.</param>
internal sealed record Target(TargetKind Kind, int Port, int? ProcessId, int? MetricsPort)
{
    public LoadConnection Connect(byte[] secret) => new(Port, secret);
}
