using System.Buffers;
using Sidecar.Gateway.Http1;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>One connection to an upstream. Carries one exchange at a time: send, head, body, and then the next one.</summary>
/// <remarks>
/// While it is idle it already waits for bytes. So it is known at once when the other side has closed it, and an answer
/// needs no further call to the kernel than the one that brings it. Over a <see cref="BlockingStream"/> that cannot be:
/// there it is looked at when it is taken.
/// </remarks>
internal sealed class Http1Connection(Stream stream) : IDisposable
{
    /// <summary>Room for what is received: most answers whole, of larger ones the head.</summary>
    private const int ReceiveBytes = 32 * 1024;

    /// <summary>What is sent at once: a request up to this length is one call to the kernel.</summary>
    private const int SendBytes = 16 * 1024;

    private static readonly TimeSpan SendingEndMax = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(ReceiveBytes);
    private readonly ArrayBufferWriter<byte> _head = new(SendBytes);
    private int _start;
    private int _end;
    private Task<int>? _arrival;
    private ResponseHead _answer = ResponseHead.Nothing;
    private ChunkedBody _chunks;
    private long _left;
    private Task _sending = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>When it was last used.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether the other side sent something unasked or closed it while it was idle.</summary>
    public bool IsDead => stream is BlockingStream blocking ? blocking.HasInputWithin(TimeSpan.Zero) : _arrival is { IsCompleted: true };

    /// <summary>Whether a byte of the present answer has come.</summary>
    public bool HasAnswerBegun { get; private set; }

    /// <summary>Whether the exchange is over and another one can follow.</summary>
    public bool IsReusable =>
        _isDisposed == 0 && IsBodyComplete && _answer.KeepsAlive && _start == _end && _sending.IsCompletedSuccessfully;

    /// <summary>Whether the answer's body was read to its end. False to the last for one that ends with its connection.</summary>
    public bool IsBodyComplete =>
        !ForwardedAnswer.HasBody(_answer.StatusCode)
        || (_answer.IsChunked ? _chunks.IsComplete : _answer.ContentLength is not null && _left == 0);

    /// <summary>Begins a request; its head is to be written here.</summary>
    public IBufferWriter<byte> BeginRequest()
    {
        _head.ResetWrittenCount();
        HasAnswerBegun = false;
        return _head;
    }

    /// <summary>Sends the head that was written and a body, while the answer can already be read.</summary>
    /// <param name="body">The body; its bytes must stay valid until <see cref="EndAsync"/>.</param>
    public void Send(in JsonSplice body) => _sending = SendAsync(Fill(body));

    /// <summary>Reads up to the end of the answer's head.</summary>
    /// <exception cref="IOException">The connection broke, or what came is no HTTP.</exception>
    public async ValueTask<ResponseHead> ReadHeadAsync()
    {
        while (true)
        {
            if (!ResponseHead.TryRead(_received.AsMemory(_start.._end), out _answer, out var length))
            {
                throw new IOException("The answer is no HTTP/1.1.");
            }

            _start += length;
            if (length == 0)
            {
                await ReceiveAsync();
            }
            else if (!_answer.IsInterim)
            {
                _left = _answer.ContentLength ?? 0;
                _chunks = default;
                return _answer;
            }
        }
    }

    /// <summary>Reads a part of the answer's body.</summary>
    /// <param name="destination">Where to; not empty.</param>
    /// <returns>Bytes read; 0 at the end of the body.</returns>
    /// <exception cref="IOException">The connection broke before the end, or what came are no chunks.</exception>
    public ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (IsBodyComplete)
        {
            return ValueTask.FromResult(0);
        }

        return _answer switch
        {
            { IsChunked: true } => ReadChunkAsync(destination),
            { ContentLength: not null } => ReadLengthAsync(destination),
            _ => ReadSomeAsync(destination),
        };
    }

    /// <summary>Whether the answer begins within this time. Over a connection that does not block it is not waited for.</summary>
    public bool HasAnswerWithin(TimeSpan time) => stream is BlockingStream blocking && blocking.HasInputWithin(time);

    /// <summary>Ends the exchange: from now on no byte of its request is needed.</summary>
    public async ValueTask EndAsync(TimeProvider time)
    {
        try
        {
            // The answer may be seen a moment before the end of the sending is.
            await _sending.WaitAsync(SendingEndMax, time);
        }
        catch (Exception)
        {
            // It was answered before all of it was sent, or it broke. Either way nobody wants the rest.
            Dispose();
            await _sending.ContinueWith(
                static sending => _ = sending.Exception, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Waits for bytes until the next request.</summary>
    public void Rest()
    {
        (_start, _end) = (0, 0);
        if (stream is not BlockingStream)
        {
            _arrival = stream.ReadAsync(_received).AsTask();
        }
    }

    /// <summary>Closes it. Whatever waits for it fails. Can be called at any time, from any thread.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            stream.Dispose();
        }
    }

    /// <summary>Puts the beginning of a body behind the head, so that a short one goes out with it; gives the rest.</summary>
    private JsonSplice Fill(in JsonSplice body)
    {
        var head = Fill(new ReadOnlySequence<byte>(body.Head));
        var middle = Fill(body.Body);
        var tail = Fill(new ReadOnlySequence<byte>(body.Tail));
        return new JsonSplice(body.Head[(int)head..], body.Body.Slice(middle), body.Tail[(int)tail..]);
    }

    private long Fill(in ReadOnlySequence<byte> bytes)
    {
        var count = Math.Clamp(SendBytes - _head.WrittenCount, 0, bytes.Length);
        foreach (var segment in bytes.Slice(0, count))
        {
            _head.Write(segment.Span);
        }

        return count;
    }

    private async Task SendAsync(JsonSplice rest)
    {
        await stream.WriteAsync(_head.WrittenMemory);
        if (!rest.Head.IsEmpty)
        {
            await stream.WriteAsync(rest.Head);
        }

        foreach (var segment in rest.Body)
        {
            // An empty sequence has a segment too, and to send nothing is a call to the kernel as any other.
            if (!segment.IsEmpty)
            {
                await stream.WriteAsync(segment);
            }
        }

        if (!rest.Tail.IsEmpty)
        {
            await stream.WriteAsync(rest.Tail);
        }
    }

    private async ValueTask<int> ReadLengthAsync(Memory<byte> destination)
    {
        var count = await ReadSomeAsync(destination[..(int)Math.Min(destination.Length, _left)]);
        if (count == 0)
        {
            throw new IOException("The answer broke off.");
        }

        _left -= count;
        return count;
    }

    private async ValueTask<int> ReadChunkAsync(Memory<byte> destination)
    {
        while (_chunks.DataLeft == 0)
        {
            if (!_chunks.TryReadLine(_received.AsSpan(_start.._end), out var length))
            {
                throw new IOException("The answer is not made of chunks.");
            }

            _start += length;
            if (_chunks.IsComplete)
            {
                return 0;
            }

            if (length == 0)
            {
                await ReceiveAsync();
            }
        }

        var count = await ReadSomeAsync(destination[..(int)Math.Min(destination.Length, _chunks.DataLeft)]);
        if (count == 0)
        {
            throw new IOException("The answer broke off.");
        }

        _chunks.TakeData(count);
        return count;
    }

    /// <summary>What was received already, else straight from the socket.</summary>
    private ValueTask<int> ReadSomeAsync(Memory<byte> destination)
    {
        var count = Math.Min(_end - _start, destination.Length);
        if (count == 0)
        {
            return stream.ReadAsync(destination);
        }

        _received.AsSpan(_start, count).CopyTo(destination.Span);
        _start += count;
        return ValueTask.FromResult(count);
    }

    /// <summary>Receives more to what is not read yet.</summary>
    private async ValueTask ReceiveAsync()
    {
        int count;
        if (_arrival is { } arrival)
        {
            _arrival = null;
            count = await arrival;
        }
        else
        {
            MakeRoom();
            count = await stream.ReadAsync(_received.AsMemory(_end));
        }

        if (count == 0)
        {
            throw new IOException("The connection was closed.");
        }

        HasAnswerBegun = true;
        _end += count;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _received.AsSpan(_start.._end).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _received.Length)
        {
            throw new IOException($"A line or a head of the answer is longer than {ReceiveBytes} bytes.");
        }
    }
}
