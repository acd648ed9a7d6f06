namespace Sidecar.Gateway.Callers;

/// <summary>A caller's connection: one request after the other, on a thread of its own.</summary>
internal sealed class CallerConnection
{
    /// <summary>What a caller that was told to go may still send, so that it can read why before its own bytes are refused.</summary>
    private const int LingerBytesMax = 1024 * 1024;

    private static readonly TimeSpan LingerMax = TimeSpan.FromSeconds(5);

    private readonly CallerProgress _progress;
    private readonly CallerStream _stream;
    private readonly CallerExchange _exchange;
    private readonly ICallerLink _link;
    private readonly ICallHandler _handler;
    private volatile bool _isStopped;

    /// <param name="stream">The caller's bytes.</param>
    /// <param name="link">The connection that they come by.</param>
    /// <param name="handler">Answers requests.</param>
    /// <param name="date">For the heads of answers.</param>
    /// <param name="isStopping">Whether callers are asked to go elsewhere.</param>
    /// <param name="time">The clock.</param>
    public CallerConnection(
        Stream stream, ICallerLink link, ICallHandler handler, DateField date, Func<bool> isStopping, TimeProvider time)
    {
        (_link, _handler) = (link, handler);
        _progress = new CallerProgress(time);
        _stream = new CallerStream(stream, _progress);
        _exchange = new CallerExchange(_stream, _progress, link, date, isStopping);
    }

    /// <summary>Whether nothing of a request has come, or not even its head.</summary>
    public bool WaitsForARequest => _progress.Phase is CallerPhase.Resting or CallerPhase.ReadingHead;

    /// <summary>How long the present phase has lasted.</summary>
    public TimeSpan Elapsed => _progress.Elapsed;

    /// <summary>Carries requests until the caller or we have had enough, and closes the connection.</summary>
    public void Run()
    {
        try
        {
            while (TryReadHead(out var head, out var status))
            {
                if (status != 0)
                {
                    RefuseHead(status);
                    return;
                }

                _progress.Enter(CallerPhase.Working);
                _exchange.Begin(head);
                _handler.Handle(_exchange);
                if (!_exchange.CanGoOn)
                {
                    Linger();
                    return;
                }
            }
        }
        catch (IOException)
        {
            // The caller has gone away.
        }
        finally
        {
            _link.Close();
        }
    }

    /// <summary>Looks after the caller: one that is too slow or gone must not hold anything. Called by the watch.</summary>
    public void Check()
    {
        if (_progress.IsOverdue(out var phase))
        {
            if (phase == CallerPhase.Answering)
            {
                _link.Close();
            }
            else
            {
                _link.EndReceiving();
            }
        }
        else
        {
            CheckPresence();
        }
    }

    /// <summary>Ends it once it rests.</summary>
    public void Stop()
    {
        _isStopped = true;

        // Either it is seen here that it rests, or its thread sees there that it is to stop.
        Interlocked.MemoryBarrier();
        if (_progress.Phase == CallerPhase.Resting)
        {
            _link.EndReceiving();
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Abort() => _link.Close();

    /// <summary>
    /// Looks for a caller that has gone away while its answer is made. If its thread read meanwhile, then what looked like
    /// the end was the moment after a request was taken.
    /// </summary>
    private void CheckPresence()
    {
        if (_progress.IsIn(CallerPhase.Working, out var before) && _link.IsGone
            && _progress.IsIn(CallerPhase.Working, out var after) && before == after)
        {
            _exchange.CallerIsGone();
        }
    }

    private void Rest()
    {
        _progress.Enter(CallerPhase.Resting);
        Interlocked.MemoryBarrier();
        if (_isStopped)
        {
            _link.EndReceiving();
        }
    }

    /// <summary>Reads the next head.</summary>
    /// <param name="status">0, or the HTTP status that says why it is none.</param>
    /// <returns>False if nothing more comes.</returns>
    private bool TryReadHead(out RequestHead head, out int status)
    {
        Rest();
        while (true)
        {
            status = RequestHead.TryRead(_stream.Received, out head, out var length);
            if (status != 0)
            {
                return true;
            }

            if (length > 0)
            {
                if (head.IsChunked)
                {
                    // Chunks are received to where the head stands, which is needed to the end.
                    _ = RequestHead.TryRead(_stream.Received[..length].ToArray(), out head, out _);
                }

                _stream.Take(length);
                return true;
            }

            if (!_stream.Received.IsEmpty && _progress.Phase == CallerPhase.Resting)
            {
                _progress.Enter(CallerPhase.ReadingHead);
            }

            if (!_stream.ReceiveMore())
            {
                status = StatusCodes.Status408RequestTimeout;
                return _progress.Phase == CallerPhase.ReadingHead && _progress.IsOverdue();
            }
        }
    }

    private void RefuseHead(int status)
    {
        _exchange.Begin(default);
        _handler.RefuseHead(_exchange, status);
        Linger();
    }

    /// <summary>Closing with bytes of the caller unread would reset the connection, and take our answer along.</summary>
    private void Linger()
    {
        _link.EndSending();
        _progress.Enter(CallerPhase.ReadingBody);
        Span<byte> bytes = stackalloc byte[4096];
        for (var read = 0; read < LingerBytesMax && _progress.Elapsed < LingerMax;)
        {
            var count = _stream.Read(bytes);
            if (count == 0)
            {
                return;
            }

            read += count;
        }
    }
}
