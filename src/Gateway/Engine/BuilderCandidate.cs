using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>A builder's block that may be answered, or why there is none. Owns the lease on its bytes.</summary>
/// <param name="Reason">None if the block passed every check.</param>
/// <param name="Envelope">The block; null if there is none.</param>
/// <param name="Lease">Keeps its bytes.</param>
internal sealed record BuilderCandidate(FallbackReason Reason, PayloadEnvelope? Envelope, BodyLease? Lease) : IDisposable
{
    public bool IsUsable => Reason == FallbackReason.None;

    public static BuilderCandidate None(FallbackReason reason) => new(reason, null, null);

    public void Dispose() => Lease?.Dispose();
}
