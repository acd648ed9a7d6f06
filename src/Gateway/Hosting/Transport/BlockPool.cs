using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Sidecar.Gateway.Hosting.Transport;

/// <summary>Buffers of connections: blocks of 64 KiB, kept for the next use up to a limit.</summary>
/// <remarks>
/// Kestrel's own pool has blocks of 4 KiB, and it receives no more than a block at once: a newPayload of 1 MB takes 256
/// system calls, and as many turns of the parser. Two connections hold a few blocks each, so the larger ones cost little.
/// </remarks>
internal sealed class BlockPool : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    /// <summary>Blocks kept, 8 MiB: the buffers of one answer of 1 MB to each of eight connections.</summary>
    public const int KeptMax = 128;

    private const int BlockBytes = 64 * 1024;

    private readonly ConcurrentQueue<byte[]> _kept = new();

    public override int MaxBufferSize => BlockBytes;

    /// <summary>Blocks that wait for their next use.</summary>
    public int Kept => _kept.Count;

    /// <summary>Every listener shares the one pool.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_kept.TryDequeue(out var array))
        {
            // Pinned for its life: the kernel writes into it all the time.
            array = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        }

        return new Block(this, array);
    }

    /// <summary>The pool lives as long as the process.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(byte[] array)
    {
        // Two that return at once may pass the limit by one; it is there to bound memory, not to count.
        if (_kept.Count < KeptMax)
        {
            _kept.Enqueue(array);
        }
    }

    private sealed class Block(BlockPool pool, byte[] array) : IMemoryOwner<byte>
    {
        private byte[]? _array = array;

        public Memory<byte> Memory => _array ?? throw new ObjectDisposedException(nameof(Block));

        /// <summary>Gives the block back; once only, however often it is called.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                pool.Return(array);
            }
        }
    }
}
