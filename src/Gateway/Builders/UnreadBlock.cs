using System.Buffers;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry.Tracing;

namespace Sidecar.Gateway.Builders;

/// <summary>A newPayload to relay, of which nothing was read yet. Owns a lease on the caller's body.</summary>
/// <param name="parameters">The raw parameters.</param>
/// <param name="request">The whole request, relayed as it is.</param>
/// <param name="lease">Keeps its bytes.</param>
internal sealed class UnreadBlock(ReadOnlySequence<byte> parameters, ReadOnlySequence<byte> request, BodyLease lease)
    : IDisposable
{
    /// <summary>The call of op-node that it came with.</summary>
    public CallTrace? Trace { get; } = CallTrace.Current;

    /// <summary>Reads what ordering needs to know. Whoever asks takes over the lease.</summary>
    /// <returns>Null if it is no payload; then the lease has ended.</returns>
    public NewPayloadCall? Read()
    {
        if (NewPayloadParams.TryRead(parameters, out var read))
        {
            return new NewPayloadCall(read, request, lease);
        }

        Dispose();
        return null;
    }

    public void Dispose() => lease.Dispose();
}
