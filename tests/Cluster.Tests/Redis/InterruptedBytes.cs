using System.Buffers;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>Bytes that can be read only up to a point: whoever reads on finds that its token was canceled.</summary>
internal static class InterruptedBytes
{
    public static ReadOnlySequence<byte> Create(byte[] first, byte[] then, CancellationTokenSource canceled)
    {
        var end = new Segment(new Trap(then, canceled).Memory, first.Length);
        return new ReadOnlySequence<byte>(new Segment(first, 0, end), 0, end, then.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex, Segment? next = null) =>
            (Memory, RunningIndex, Next) = (memory, runningIndex, next);
    }

    private sealed class Trap(byte[] bytes, CancellationTokenSource canceled) : MemoryManager<byte>
    {
        // Not through GetSpan, which reading the length would spring.
        public override Memory<byte> Memory => CreateMemory(bytes.Length);

        public override Span<byte> GetSpan()
        {
            canceled.Cancel();
            return bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
