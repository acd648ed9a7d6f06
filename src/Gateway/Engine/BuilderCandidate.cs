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

    /// <summary>
    /// Whether its envelope leaves out the root that the attributes have. op-node takes the root from the envelope, so
    /// such a block will do only where local leaves it out as well.
    /// </summary>
    public bool LacksBeaconRootOf(PayloadAttributes attributes) =>
        attributes.ParentBeaconBlockRoot is not null && Envelope is { ParentBeaconBlockRoot: null };

    public static BuilderCandidate None(FallbackReason reason) => new(reason, null, null);

    public void Dispose() => Lease?.Dispose();
}
