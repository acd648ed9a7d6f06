namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>The connections of one group to one upstream: the last used first, never more than a limit.</summary>
internal sealed class Http1Connections : IDisposable
{
    /// <summary>
    /// Idle connections are given up before a common server does (Node.js after 5 s), so that we seldom write to one
    /// that is just being closed.
    /// </summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Func<CancellationToken, ValueTask<Stream>> _connectAsync;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _free;
    private readonly Lock _lock = new();
    private readonly Stack<Http1Connection> _idle = new();
    private readonly ITimer _sweep;
    private bool _isSweepDue;
    private bool _isDisposed;

    /// <param name="connectionsMax">Most connections at once; further calls wait for one.</param>
    /// <param name="connectAsync">Opens a connection.</param>
    /// <param name="time">The clock.</param>
    public Http1Connections(
        int connectionsMax, Func<CancellationToken, ValueTask<Stream>> connectAsync, TimeProvider time)
    {
        (_connectAsync, _time) = (connectAsync, time);
        _free = new SemaphoreSlim(connectionsMax);
        _sweep = time.CreateTimer(
            static self => ((Http1Connections)self!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A connection for one exchange; to be given back with <see cref="ReturnAsync"/>.</summary>
    /// <param name="due">Ends the waiting.</param>
    /// <param name="caller">Ends the waiting, too.</param>
    /// <param name="beforeWait">Called if there is anything to wait for.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was canceled first.</exception>
    /// <exception cref="IOException">No connection could be made.</exception>
    public async ValueTask<Http1Connection> RentAsync(
        CancellationToken due, CancellationToken caller, Action? beforeWait = null)
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            beforeWait?.Invoke();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(due, caller);
            await _free.WaitAsync(either.Token);
        }

        if (TakeIdle() is { } idle)
        {
            return idle;
        }

        try
        {
            beforeWait?.Invoke();
            return new Http1Connection(await ConnectAsync(due, caller));
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Gives a connection back: it is kept if it can carry another exchange.</summary>
    public async ValueTask ReturnAsync(Http1Connection connection)
    {
        try
        {
            await connection.EndAsync(_time);
            Keep(connection);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var connection))
            {
                connection.Dispose();
            }
        }

        _sweep.Dispose();
    }

    private Http1Connection? TakeIdle()
    {
        lock (_lock)
        {
            while (_idle.TryPop(out var connection))
            {
                if (!IsTooOld(connection))
                {
                    return connection;
                }

                connection.Dispose();
            }

            return null;
        }
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken due, CancellationToken caller)
    {
        using var slow = new CancellationTokenSource(ConnectTimeout, _time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(due, caller, slow.Token);
        try
        {
            return await _connectAsync(any.Token);
        }
        catch (OperationCanceledException e) when (!due.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw new IOException($"No connection within {ConnectTimeout.TotalSeconds} s.", e);
        }
    }

    private void Keep(Http1Connection connection)
    {
        lock (_lock)
        {
            if (_isDisposed || !connection.IsReusable)
            {
                connection.Dispose();
                return;
            }

            connection.Rest();
            connection.IdleSince = _time.GetTimestamp();
            _idle.Push(connection);
            if (!_isSweepDue)
            {
                _isSweepDue = true;
                _sweep.Change(IdleMax, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Closes what nobody has used for long, so that no upstream holds connections of ours for nothing.</summary>
    private void Sweep()
    {
        lock (_lock)
        {
            var young = _idle.Where(connection => !IsTooOld(connection)).Reverse().ToList();
            foreach (var connection in _idle.Except(young))
            {
                connection.Dispose();
            }

            _idle.Clear();
            young.ForEach(_idle.Push);
            _isSweepDue = !_isDisposed && young.Count > 0;
            if (_isSweepDue)
            {
                _sweep.Change(IdleMax, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool IsTooOld(Http1Connection connection) =>
        connection.IsDead || _time.GetElapsedTime(connection.IdleSince) > IdleMax;
}
