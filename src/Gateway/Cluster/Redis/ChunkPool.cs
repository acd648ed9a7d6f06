using System.Buffers;

namespace Sidecar.Gateway.Cluster.Redis;

/// <summary>Arrays of exactly one chunk: the client sends whole arrays only. Safe for concurrent use.</summary>
/// <remarks>An array comes back only when Redis has answered to it. Until then the client may still be sending it.</remarks>
internal sealed class ChunkPool
{
    /// <summary>64 KiB: far from the heap of large objects, and little for others to wait behind.</summary>
    public const int ChunkBytes = 64 * 1024;

    private const int KeptMax = 16;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _kept = new(KeptMax);

    /// <summary>A copy of at most one chunk, in an array of exactly its length.</summary>
    public byte[] Copy(in ReadOnlySequence<byte> bytes)
    {
        var array = bytes.Length == ChunkBytes ? Take() : new byte[bytes.Length];
        bytes.CopyTo(array);
        return array;
    }

    public void Return(byte[] array)
    {
        lock (_lock)
        {
            if (array.Length == ChunkBytes && _kept.Count < KeptMax)
            {
                _kept.Push(array);
            }
        }
    }

    private byte[] Take()
    {
        lock (_lock)
        {
            return _kept.TryPop(out var array) ? array : new byte[ChunkBytes];
        }
    }
}
