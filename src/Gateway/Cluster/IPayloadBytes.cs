using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Cluster;

/// <summary>The bytes of answers, where the other gateways find them.</summary>
/// <remarks>Nothing here throws for what can go wrong with the store, and no wait is longer than its own limits.</remarks>
internal interface IPayloadBytes
{
    /// <summary>Whether there is a store at all. Without one nothing is ever written or found.</summary>
    bool IsKept { get; }

    /// <summary>Writes a getPayload result. The bytes are not used any more when this ends.</summary>
    /// <returns>Whether all of it is known to be there.</returns>
    Task<bool> WriteAsync(PayloadKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken);

    /// <summary>The result as it was written, in memory of the caller's own; null if it cannot be had whole.</summary>
    Task<BodyLease?> ReadAsync(PayloadKey key, CancellationToken cancellationToken);
}
