using Sidecar.Gateway.Http1;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Callers;

/// <summary>The body of one request: read into pooled memory, or thrown away.</summary>
internal sealed class RequestBody(CallerStream stream, CallerProgress progress)
{
    private RequestHead _head;
    private ChunkedBody _chunks;
    private long _left;
    private bool _isToldToGoOn;
    private bool _isBroken;

    /// <summary>Whether it was read to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether what is left of it will come, and is known to be no more than so many bytes.</summary>
    public bool IsAtMost(long bytes) =>
        IsComplete || (_isToldToGoOn && !_isBroken && !_head.IsChunked && _left <= bytes);

    /// <summary>Begins the body of the next request.</summary>
    public void Begin(in RequestHead head)
    {
        _head = head;
        _chunks = default;
        _left = head.ContentLength ?? 0;
        _isToldToGoOn = !head.ExpectsContinue;
        _isBroken = false;
        IsComplete = !head.IsChunked && _left == 0;
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="bytesMax">Most bytes that it may have.</param>
    /// <param name="failure">Why there is none.</param>
    public BodyLease? Read(long bytesMax, out BodyFailure failure)
    {
        failure = WhyNot(bytesMax);
        if (failure != BodyFailure.None)
        {
            return null;
        }

        var body = new PooledBody(_head.ContentLength ?? 0);
        failure = ReadInto(body, bytesMax);
        if (failure == BodyFailure.None)
        {
            return body.Complete();
        }

        body.Abandon();
        return null;
    }

    /// <summary>Reads on to the end and keeps nothing.</summary>
    /// <returns>Whether the end came.</returns>
    public bool TryDiscard()
    {
        progress.Enter(CallerPhase.ReadingBody);
        Span<byte> bytes = stackalloc byte[4096];
        try
        {
            while (!IsComplete)
            {
                if (!TryReadSome(bytes, out _))
                {
                    return false;
                }
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private BodyFailure WhyNot(long bytesMax) =>
        _head.ContentLength > bytesMax ? BodyFailure.TooLarge
        : _head.ContentLength is null && !_head.IsChunked ? BodyFailure.NoLength
        : BodyFailure.None;

    private BodyFailure ReadInto(PooledBody body, long bytesMax)
    {
        try
        {
            TellToGoOn();
            progress.Enter(CallerPhase.ReadingBody);
            while (!IsComplete)
            {
                if (!TryReadSome(body.GetMemory().Span, out var count))
                {
                    return BodyFailure.Malformed;
                }

                body.Advance(count);
                if (body.Length > bytesMax)
                {
                    return BodyFailure.TooLarge;
                }
            }

            return BodyFailure.None;
        }
        catch (IOException)
        {
            _isBroken = true;
            return progress.IsOverdue() ? BodyFailure.TooSlow : BodyFailure.Disconnected;
        }
    }

    private void TellToGoOn()
    {
        if (!_isToldToGoOn && stream.Received.IsEmpty)
        {
            progress.Enter(CallerPhase.Answering);
            stream.Send("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }

        _isToldToGoOn = true;
    }

    /// <summary>Reads a part.</summary>
    /// <returns>False if what came is no body.</returns>
    /// <exception cref="IOException">The end of the connection came before that of the body.</exception>
    private bool TryReadSome(Span<byte> destination, out int count)
    {
        count = 0;
        if (_head.IsChunked)
        {
            return TryReadChunk(destination, out count);
        }

        count = ReadExisting(destination[..(int)Math.Min(destination.Length, _left)]);
        _left -= count;
        IsComplete = _left == 0;
        return true;
    }

    private bool TryReadChunk(Span<byte> destination, out int count)
    {
        count = 0;
        while (_chunks.DataLeft == 0)
        {
            var received = stream.Received.Span;
            if (!_chunks.TryReadLine(received, out var length) || !EndsInFull(received[..length]))
            {
                return false;
            }

            stream.Take(length);
            if (_chunks.IsComplete)
            {
                IsComplete = true;
                return true;
            }

            if (length == 0 && (stream.IsFull || !stream.ReceiveMore()))
            {
                throw new IOException("The body broke off.");
            }
        }

        count = ReadExisting(destination[..(int)Math.Min(destination.Length, _chunks.DataLeft)]);
        _chunks.TakeData(count);
        return true;
    }

    /// <summary>Whether a line between chunks has its carriage return, and no other: servers differ in what ends a line.</summary>
    private static bool EndsInFull(ReadOnlySpan<byte> line) =>
        line.IsEmpty || (line is [.., (byte)'\r', (byte)'\n'] && line.IndexOf((byte)'\r') == line.Length - 2);

    private int ReadExisting(Span<byte> destination)
    {
        var count = stream.Read(destination);
        return count > 0 ? count : throw new IOException("The body broke off.");
    }
}
