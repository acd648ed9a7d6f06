using System.Net;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Callers;

/// <summary>One request and its answer. Everything here blocks the connection's thread and belongs to it alone.</summary>
/// <remarks>A caller that has gone away is not an error: what is written for it goes nowhere.</remarks>
internal sealed class CallerExchange
{
    /// <summary>Up to here a body goes out with its head.</summary>
    private const int JoinedBytesMax = 16 * 1024;

    /// <summary>A body that nobody wanted is read to its end up to this length; beyond, the connection is given up.</summary>
    private const int DiscardedBytesMax = 1024 * 1024;

    private readonly CallerStream _stream;
    private readonly CallerProgress _progress;
    private readonly ICallerLink _link;
    private readonly AnswerHead _answer;
    private readonly RequestBody _body;
    private readonly Func<bool> _isStopping;
    private CancellationTokenSource? _gone;
    private RequestHead _head;
    private bool _isChunked;
    private bool _isGone;
    private bool _keeps;

    public CallerExchange(
        CallerStream stream, CallerProgress progress, ICallerLink link, DateField date, Func<bool> isStopping)
    {
        (_stream, _progress, _link, _isStopping) = (stream, progress, link, isStopping);
        _answer = new AnswerHead(date);
        _body = new RequestBody(stream, progress);
    }

    /// <summary>The request's head.</summary>
    public RequestHead Head => _head;

    /// <summary>Who asks.</summary>
    public IPAddress? Remote => _link.Remote;

    /// <summary>Whether a byte of the answer was sent.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether the connection can carry another request.</summary>
    public bool CanGoOn { get; private set; }

    /// <summary>Canceled when the caller has gone away while its answer is being made.</summary>
    public CancellationToken Gone
    {
        get
        {
            var source = Volatile.Read(ref _gone) ?? MakeGone();
            return source.Token;
        }
    }

    /// <summary>Begins the next exchange.</summary>
    public void Begin(in RequestHead head)
    {
        _head = head;
        _body.Begin(head);
        HasStarted = false;
        CanGoOn = false;
    }

    /// <summary>Reads the request's body.</summary>
    /// <param name="bytesMax">Most bytes that it may have.</param>
    /// <param name="failure">Why there is none.</param>
    public BodyLease? ReadBody(long bytesMax, out BodyFailure failure)
    {
        var body = _body.Read(bytesMax, out failure);
        _progress.Enter(CallerPhase.Working);
        return body;
    }

    /// <summary>Begins an answer.</summary>
    public void BeginAnswer(int statusCode) => _answer.Begin(statusCode);

    /// <summary>Adds a header field.</summary>
    public void WriteField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _answer.WriteField(name, value);

    /// <summary>Adds a header field, if it has a value.</summary>
    public void WriteField(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _answer.WriteField(name, value.AsSpan());
        }
    }

    /// <summary>Ends an answer with a body that is ready. A caller that asked for the head alone gets that.</summary>
    public void EndAnswer(string? contentType, in JsonSplice content)
    {
        WriteField("Content-Type"u8, contentType);
        EndHead(content.Length);
        if (!_head.Line.IsHead)
        {
            Write(content.Head.Span);
            foreach (var segment in content.Body)
            {
                Write(segment.Span);
            }

            Write(content.Tail.Span);
        }

        EndAnswer();
    }

    /// <summary>Ends an answer that has no body.</summary>
    /// <param name="length">What Content-Length says; null for none at all.</param>
    public void EndWithoutBody(long? length)
    {
        _isChunked = false;
        EndHead(length, hasEnd: true);
        EndAnswer();
    }

    /// <summary>Ends the head. It goes out with the first piece of the body.</summary>
    /// <param name="length">Length of the body; null if it is not known.</param>
    public void EndHead(long? length)
    {
        // The oldest callers know no chunks: their bodies end with the connection.
        _isChunked = length is null && !_head.Line.IsOldest;
        EndHead(length, hasEnd: length is not null || _isChunked);
    }

    /// <summary>Writes a piece of the body. Short ones are kept until more comes or <see cref="Flush"/>.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        if (_isChunked)
        {
            _answer.AppendHex(piece.Length);
            _answer.Append("\r\n"u8);
        }

        if (_answer.Written.Length + piece.Length <= JoinedBytesMax)
        {
            _answer.Append(piece);
        }
        else
        {
            Flush();
            Send(piece);
        }

        if (_isChunked)
        {
            _answer.Append("\r\n"u8);
        }
    }

    /// <summary>Sends what was written.</summary>
    public void Flush()
    {
        if (!_answer.Written.IsEmpty)
        {
            Send(_answer.Written);
            _answer.Clear();
        }
    }

    /// <summary>Ends an answer whose body was written.</summary>
    public void EndAnswer()
    {
        if (_isChunked)
        {
            _answer.Append("0\r\n\r\n"u8);
        }

        Flush();
        CanGoOn = _keeps && !_isGone && (_body.IsComplete || _body.TryDiscard());
    }

    /// <summary>Gives up in the middle of an answer, in a way that the caller cannot take for its end.</summary>
    public void BreakOff()
    {
        _isGone = true;
        _link.Close();
    }

    /// <summary>The caller has closed its side. To be called by the watch.</summary>
    public void CallerIsGone()
    {
        var source = Volatile.Read(ref _gone) ?? MakeGone();
        source.Cancel();
    }

    private CancellationTokenSource MakeGone()
    {
        var made = new CancellationTokenSource();
        return Interlocked.CompareExchange(ref _gone, made, null) ?? made;
    }

    private void EndHead(long? length, bool hasEnd)
    {
        if (length is { } known)
        {
            _answer.WriteLength(known);
        }
        else if (_isChunked)
        {
            _answer.WriteField("Transfer-Encoding"u8, "chunked"u8);
        }

        _keeps = hasEnd && _head.KeepsAlive && !_isStopping() && _body.IsAtMost(DiscardedBytesMax);
        if (!_keeps)
        {
            _answer.WriteField("Connection"u8, "close"u8);
        }
        else if (_head.Line.IsOldest)
        {
            _answer.WriteField("Connection"u8, "keep-alive"u8);
        }

        _answer.End();
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        if (_isGone)
        {
            return;
        }

        HasStarted = true;
        _progress.Enter(CallerPhase.Answering);
        try
        {
            _stream.Send(bytes);
            _progress.Enter(CallerPhase.Working);
        }
        catch (IOException)
        {
            _isGone = true;
        }
    }
}
