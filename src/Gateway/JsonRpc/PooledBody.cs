using System.Buffers;
using System.Diagnostics;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>
/// The bytes of one HTTP body in pooled arrays. Written once by one writer, then read by any number of holders.
/// </summary>
/// <remarks>
/// Lifetime: <see cref="Complete"/> hands out the first <see cref="BodyLease"/>; each further holder takes its own with
/// <see cref="BodyLease.Share"/>. The arrays go back to the pool with the last lease. A lease that is forgotten costs
/// the pool an array and nothing else; a lease that is disposed twice counts once. So no holder can ever see bytes
/// that belong to another body.
/// </remarks>
internal sealed class PooledBody
{
    private const int SegmentBytesMin = 4 * 1024;

    /// <summary>A length that is only claimed does not get more than this at once: a liar costs us no memory.</summary>
    private const int FirstSegmentBytesMax = 1024 * 1024;

    private const int SegmentBytesMax = 8 * 1024 * 1024;

    private readonly long _lengthHint;
    private readonly List<Segment> _segments = new(1);
    private int _holders;
    private ReadOnlySequence<byte> _bytes;

    /// <summary>Makes an empty body.</summary>
    /// <param name="lengthHint">Expected length in bytes, 0 if unknown.</param>
    public PooledBody(long lengthHint)
    {
        _lengthHint = lengthHint;
        var first = (int)Math.Clamp(lengthHint, SegmentBytesMin, FirstSegmentBytesMax);
        _segments.Add(new Segment(BodyArrays.Shared.Rent(first), null));
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes taken from the pool for them.</summary>
    public long Capacity => _segments.Sum(segment => (long)segment.Array.Length);

    /// <summary>Room for at least one more byte. Valid until the next call.</summary>
    public Memory<byte> GetMemory()
    {
        var last = _segments[^1];
        if (last.Used == last.Array.Length)
        {
            last = new Segment(BodyArrays.Shared.Rent(NextSegmentBytes(last.Array.Length)), last);
            _segments.Add(last);
        }

        return last.Array.AsMemory(last.Used);
    }

    /// <summary>Counts bytes that were written to <see cref="GetMemory"/>'s memory.</summary>
    public void Advance(int count)
    {
        _segments[^1].Used += count;
        Length += count;
    }

    /// <summary>Copies bytes in.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = GetMemory().Span;
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            Advance(count);
            bytes = bytes[count..];
        }
    }

    /// <summary>Copies bytes in.</summary>
    public void Write(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            Write(segment.Span);
        }
    }

    /// <summary>Ends writing. The body may not be written to any more.</summary>
    public BodyLease Complete()
    {
        RemoveEmptyEnd();
        foreach (var segment in _segments)
        {
            segment.Seal();
        }

        var last = _segments[^1];
        _bytes = new ReadOnlySequence<byte>(_segments[0], 0, last, last.Used);
        _holders = 1;
        return new BodyLease(this, _bytes);
    }

    /// <summary>Gives the arrays back without ever having had a reader.</summary>
    public void Abandon() => ReturnSegments();

    internal void AddHolder()
    {
        var holders = Interlocked.Increment(ref _holders);
        Debug.Assert(holders > 1, "A body was shared after its last holder let go of it.");
    }

    internal void RemoveHolder()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            ReturnSegments();
        }
    }

    /// <summary>
    /// Whoever read until nothing came may have asked for one segment too many. Utf8JsonReader throws
    /// IndexOutOfRangeException for a literal that is cut short before an empty last segment (dotnet/runtime#134448).
    /// </summary>
    private void RemoveEmptyEnd()
    {
        if (_segments is [.., var before, { Used: 0 } last])
        {
            before.EndHere();
            _segments.RemoveAt(_segments.Count - 1);
            BodyArrays.Shared.Return(last.Array);
        }
    }

    /// <summary>What is still expected, so that a body just over one segment does not hold another one of twice the size.</summary>
    private int NextSegmentBytes(int lastBytes)
    {
        var growth = Math.Min(SegmentBytesMax, lastBytes * 2);
        var expected = _lengthHint - Length;
        return expected > 0 ? (int)Math.Clamp(expected, SegmentBytesMin, growth) : growth;
    }

    private void ReturnSegments()
    {
        foreach (var segment in _segments)
        {
            BodyArrays.Shared.Return(segment.Array);
        }

        _segments.Clear();
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] array, Segment? previous)
        {
            Array = array;
            previous?.Next = this;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Used;
        }

        public byte[] Array { get; }

        public int Used { get; set; }

        public void EndHere() => Next = null;

        public void Seal() => Memory = Array.AsMemory(0, Used);
    }
}
