namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>One request and its answer on a connection, which is closed when one of two tokens is canceled.</summary>
internal readonly struct Http1Exchange : IAsyncDisposable
{
    private readonly Http1Connections _connections;
    private readonly CancellationTokenRegistration _due;
    private readonly CancellationTokenRegistration _caller;

    private Http1Exchange(
        Http1Connections connections, Http1Connection connection, CancellationToken due, CancellationToken caller)
    {
        (_connections, Connection) = (connections, connection);
        _due = CloseOn(connection, due);
        _caller = CloseOn(connection, caller);
    }

    /// <summary>The connection; the exchange's own until it is disposed.</summary>
    public Http1Connection Connection { get; }

    /// <summary>Takes a connection.</summary>
    /// <param name="connections">Where from.</param>
    /// <param name="due">Ends the exchange when its time is over.</param>
    /// <param name="caller">Ends it when nobody wants it any more.</param>
    /// <param name="beforeWait">Called before a connection is waited for, if none is at hand.</param>
    /// <exception cref="OperationCanceledException">One of the tokens was canceled first.</exception>
    /// <exception cref="IOException">No connection could be made.</exception>
    public static async ValueTask<Http1Exchange> BeginAsync(
        Http1Connections connections, CancellationToken due, CancellationToken caller, Action? beforeWait = null)
    {
        due.ThrowIfCancellationRequested();
        caller.ThrowIfCancellationRequested();
        return new Http1Exchange(connections, await connections.RentAsync(due, caller, beforeWait), due, caller);
    }

    /// <summary>Why an exchange broke.</summary>
    /// <remarks>A token closes the connection, so that what waits on it fails as if the other side had closed it.</remarks>
    public static UpstreamFailure FailureOf(CancellationToken due, CancellationToken caller) =>
        caller.IsCancellationRequested ? UpstreamFailure.Canceled
        : due.IsCancellationRequested ? UpstreamFailure.TimedOut
        : UpstreamFailure.Unreachable;

    /// <summary>Whether an exception says no more than that there is no connection any more.</summary>
    public static bool IsBroken(Exception e) => e is IOException or ObjectDisposedException or OperationCanceledException;

    public async ValueTask DisposeAsync()
    {
        // Once this is over, no token can close the connection under the next exchange.
        await _due.DisposeAsync();
        await _caller.DisposeAsync();
        await _connections.ReturnAsync(Connection);
    }

    private static CancellationTokenRegistration CloseOn(Http1Connection connection, CancellationToken token) =>
        token.UnsafeRegister(static connection => ((Http1Connection)connection!).Dispose(), connection);
}
