using System.Numerics;
using System.Runtime.InteropServices;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>CRC-32C (RFC 3720), a tenth of a millisecond for 1 MB. Finds mixed and cut bytes, not malice.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of nothing.</summary>
    public const uint Empty = 0;

    /// <summary>The checksum of what was summed before and these bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var state = ~checksum;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryReverse(word));
        }

        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, last);
        }

        return ~state;
    }

    private static ulong BinaryReverse(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
