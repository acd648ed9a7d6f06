using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Engine;

/// <summary>The bytes that were answered for a build. Owns a lease on them.</summary>
/// <param name="Lease">Keeps the bytes.</param>
/// <param name="Result">The raw getPayload result in it.</param>
internal sealed record AnsweredPayload(BodyLease Lease, ReadOnlySequence<byte> Result) : IDisposable
{
    /// <summary>The same bytes for a second holder.</summary>
    public AnsweredPayload Share() => this with { Lease = Lease.Share() };

    public void Dispose() => Lease.Dispose();
}
