using System.Buffers;
using System.Text.Json.Serialization;

namespace Sidecar.Contracts;

/// <summary>A 32-byte DATA value of the Engine API: a block hash, a beacon root, a RANDAO value.</summary>
/// <remarks>On the wire <c>0x</c> and 64 hex digits, either case (execution-apis, schemas/base-types).</remarks>
[GenerateSerializer, Immutable, Alias("sidecar.BlockHash")]
[JsonConverter(typeof(BlockHashJsonConverter))]
public readonly record struct BlockHash(
    [property: Id(0)] ulong A, [property: Id(1)] ulong B, [property: Id(2)] ulong C, [property: Id(3)] ulong D)
{
    /// <summary>All zero: the Engine API's "none yet" for the safe and the finalized block.</summary>
    public static readonly BlockHash Zero;

    /// <summary>Reads the wire form; false unless the text is exactly <c>0x</c> and 64 hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out BlockHash hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[32];
        if (utf8.Length != 66 || !utf8.StartsWith("0x"u8)
            || Convert.FromHexString(utf8[2..], bytes, out _, out var written) != OperationStatus.Done || written != 32)
        {
            return false;
        }

        hash = new(Word(bytes, 0), Word(bytes, 1), Word(bytes, 2), Word(bytes, 3));
        return true;
    }

    /// <summary>The wire form in lower case.</summary>
    public override string ToString() => $"0x{A:x16}{B:x16}{C:x16}{D:x16}";

    private static ulong Word(ReadOnlySpan<byte> bytes, int index) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[(index * 8)..]);
}

internal sealed class BlockHashJsonConverter() : HexJsonConverter<BlockHash>(BlockHash.TryParse);
