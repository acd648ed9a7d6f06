using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Cluster;

/// <summary>For a gateway alone: there is nobody to keep bytes for.</summary>
internal sealed class NoPayloadBytes : IPayloadBytes
{
    public bool IsKept => false;

    public Task<bool> WriteAsync(
        PayloadKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<BodyLease?> ReadAsync(PayloadKey key, CancellationToken cancellationToken) =>
        Task.FromResult<BodyLease?>(null);
}
