using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Sidecar.TestKit;

/// <summary>Kestrel, on 127.0.0.1 as a rule, without a host around it, so that it can die and come back within a test.</summary>
internal sealed class LoopbackServer(Func<HttpContext, Task> handle, IPAddress host, long requestBytesMax)
    : IHttpApplication<HttpContext>
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new();
    private KestrelServer? _server;
    private Task _stopped = Task.CompletedTask;

    public async Task StartAsync(int port)
    {
        await _stopped;
        var options = new KestrelServerOptions { AddServerHeader = false, AllowResponseHeaderCompression = false };
        options.Limits.MaxRequestBodySize = requestBytesMax;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(host, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => TrackAsync(connection, next));
        });

        var logs = NullLoggerFactory.Instance;
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs);
        var server = new KestrelServer(Options.Create(options), transport, logs);
        try
        {
            await server.StartAsync(this, CancellationToken.None);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        _server = server;
    }

    /// <summary>
    /// Stops listening and breaks every connection. Both have happened when this returns; tidying up goes on.
    /// </summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server)
        {
            _stopped = StopAsync(server);
        }
    }

    public async Task StopAsync()
    {
        Abort();
        await _stopped;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => handle(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    private async Task StopAsync(KestrelServer server)
    {
        // A cancelled token makes Kestrel close its socket before it first yields, and then not wait for requests.
        var stopping = server.StopAsync(new CancellationToken(canceled: true));
        foreach (var connection in _connections.Values)
        {
            connection.Abort(new ConnectionAbortedException("The simulated client crashed."));
        }

        await stopping;
        server.Dispose();
    }

    private async Task TrackAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    }
}
