using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>Trace ids that every gateway computes alike, so that all calls for one build meet in one trace.</summary>
/// <remarks>
/// A build is its payload id and the block it builds on: some clients count their ids from 1, and then the id alone is
/// another build tomorrow. A digest, because samplers expect ids to be evenly spread.
/// </remarks>
internal static class TraceIds
{
    public static ActivityTraceId OfBuild(PayloadId id, BlockHash parent) => Of("build"u8, id.Value, parent);

    /// <summary>Of a block that this gateway did not answer.</summary>
    public static ActivityTraceId OfBlock(BlockHash block) => Of("block"u8, 0, block);

    private static ActivityTraceId Of(ReadOnlySpan<byte> kind, ulong id, BlockHash hash)
    {
        Span<byte> text = stackalloc byte[kind.Length + 40];
        kind.CopyTo(text);
        var rest = text[kind.Length..];
        BinaryPrimitives.WriteUInt64BigEndian(rest, id);
        BinaryPrimitives.WriteUInt64BigEndian(rest[8..], hash.A);
        BinaryPrimitives.WriteUInt64BigEndian(rest[16..], hash.B);
        BinaryPrimitives.WriteUInt64BigEndian(rest[24..], hash.C);
        BinaryPrimitives.WriteUInt64BigEndian(rest[32..], hash.D);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return ActivityTraceId.CreateFromBytes(digest[..16]);
    }
}
