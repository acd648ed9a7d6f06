using System.Buffers;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Builders;

/// <summary>An attribute-less forkchoiceUpdated to relay.</summary>
/// <param name="Method">The caller's method.</param>
/// <param name="Head">Its head.</param>
/// <param name="State">The raw ForkchoiceState.</param>
internal sealed record ForkchoiceCall(ReadOnlyMemory<byte> Method, BlockHash Head, ReadOnlyMemory<byte> State);

/// <summary>A forkchoiceUpdated with attributes.</summary>
/// <param name="Digest">The build it starts.</param>
/// <param name="Timestamp">The block's, seconds since 1970; 0 if the attributes have none.</param>
/// <param name="Forkchoice">Its forkchoice part.</param>
/// <param name="Request">The whole request, relayed as it is.</param>
internal sealed record BuildCall(
    BuildDigest Digest, ulong Timestamp, ForkchoiceCall Forkchoice, ReadOnlyMemory<byte> Request);

/// <summary>A newPayload to relay. Owns a lease on the caller's body.</summary>
/// <param name="Parameters">What ordering needs to know of it.</param>
/// <param name="Request">The whole request, relayed as it is.</param>
/// <param name="Lease">Keeps its bytes.</param>
internal sealed record NewPayloadCall(NewPayloadParams Parameters, ReadOnlySequence<byte> Request, BodyLease Lease)
    : IDisposable
{
    /// <summary>The same call for a second holder.</summary>
    public NewPayloadCall Share() => this with { Lease = Lease.Share() };

    public void Dispose() => Lease.Dispose();
}
