using System.Buffers.Binary;
using System.Security.Cryptography;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>Makes the digest of a build.</summary>
internal static class BuildDigests
{
    /// <summary>Digests the raw attributes with their parent. The same caller writes the same bytes each time.</summary>
    public static BuildDigest Of(in BlockHash parent, ReadOnlySpan<byte> attributes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> head = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(head, parent.A);
        BinaryPrimitives.WriteUInt64BigEndian(head[8..], parent.B);
        BinaryPrimitives.WriteUInt64BigEndian(head[16..], parent.C);
        BinaryPrimitives.WriteUInt64BigEndian(head[24..], parent.D);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(attributes);
        hash.GetHashAndReset(digest);
        return new(BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest[8..]));
    }
}
