using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Http1;
using Sidecar.Gateway.Threads;

namespace Sidecar.Gateway.Callers;

/// <summary>Listens on the engine port and gives each connection a thread of its own.</summary>
/// <remarks>
/// A sequencer has a handful of connections and one call at a time on each. A thread that waits in the kernel is woken
/// straight by the bytes it waits for: no event loop in between, nothing that another connection could hold up.
/// docs/adr/0015-blocking-engine-port.md.
/// </remarks>
internal sealed partial class CallerServer(
    IOptions<EngineOptions> options, ICallHandler handler, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<CallerServer> logger, int connectionsMax = CallerServer.ConnectionsMax) : IHostedService, IDisposable
{
    /// <summary>Most connections at once: each has a thread. One that waits for a request makes room for a new one.</summary>
    public const int ConnectionsMax = 512;

    private const int Backlog = 512;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<CallerConnection> _connections = [];
    private readonly Lock _lock = new();
    private readonly DateField _date = new(time);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _stopping = new();
    private Socket? _listener;
    private ITimer? _watch;

    /// <summary>Where it listens once it has started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = new IPEndPoint(BindHost.Parse(options.Value.Host), options.Value.Port);
        _listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                // "::" is all addresses, those of IPv4 too.
                _listener.DualMode = true;
            }

            _listener.Bind(endpoint);
            _listener.Listen(Backlog);
        }
        catch (SocketException e)
        {
            var why = e.Message.TrimEnd('.').ToLowerInvariant();
            throw new IOException($"Failed to bind to address http://{endpoint}: {why}.", e);
        }

        Address = new Uri($"http://{_listener.LocalEndPoint}");
        _watch = time.CreateTimer(static self => ((CallerServer)self!).Check(), this, CheckInterval, CheckInterval);
        Begin(Accept);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more connections and lets those that carry a call finish it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        _listener?.Dispose();
        foreach (var connection in Connections())
        {
            connection.Stop();
        }

        EndIfEmpty();
        try
        {
            await _ended.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.CallsAborted(logger, Connections().Count);
        }
    }

    public void Dispose()
    {
        _stopping.Set();
        _watch?.Dispose();
        _listener?.Dispose();
        foreach (var connection in Connections())
        {
            connection.Abort();
        }
    }

    private static void Begin(ThreadStart work) =>
        new Thread(work) { IsBackground = true, Name = "engine port" }.Start();

    private void Accept()
    {
        while (!_stopping.IsSet)
        {
            try
            {
                Take(_listener!.Accept());
            }
            catch (Exception) when (_stopping.IsSet)
            {
                return;
            }
            catch (Exception e)
            {
                // No more descriptors, no more threads, or a caller that was gone before we came to it. Whatever it is, the
                // next caller may be op-node.
                Log.AcceptBroke(logger, e);
                _stopping.Wait(AcceptPause);
            }
        }
    }

    private void Take(Socket socket)
    {
        CallerConnection? connection = null;
        try
        {
            socket.NoDelay = true;
            connection = new CallerConnection(
                new BlockingStream(socket), new SocketLink(socket), handler, _date,
                () => lifetime.ApplicationStopping.IsCancellationRequested, time);
            if (TryAdd(connection))
            {
                Begin(() => Run(connection));
                return;
            }

            socket.Dispose();
        }
        catch
        {
            socket.Dispose();
            Remove(connection);
            throw;
        }
    }

    private void Run(CallerConnection connection)
    {
        BlockingThread.Begin();
        try
        {
            connection.Run();
        }
        catch (Exception e)
        {
            // An exception that nobody catches on a thread of its own ends the process, and with it the chain's blocks.
            Log.ConnectionBroke(logger, e);
        }
        finally
        {
            Remove(connection);
        }
    }

    private bool TryAdd(CallerConnection connection)
    {
        lock (_lock)
        {
            if (_stopping.IsSet)
            {
                // Nobody would end it.
                return false;
            }

            if (_connections.Count >= connectionsMax)
            {
                var waiting = _connections.Where(other => other.WaitsForARequest).MaxBy(other => other.Elapsed);
                if (waiting is null)
                {
                    Log.TooManyConnections(logger, connectionsMax);
                    return false;
                }

                waiting.Abort();
                _connections.Remove(waiting);
            }

            return _connections.Add(connection);
        }
    }

    private void Remove(CallerConnection? connection)
    {
        lock (_lock)
        {
            _ = connection is not null && _connections.Remove(connection);
        }

        EndIfEmpty();
    }

    private void EndIfEmpty()
    {
        lock (_lock)
        {
            if (_stopping.IsSet && _connections.Count == 0)
            {
                _ended.TrySetResult();
            }
        }
    }

    private void Check()
    {
        foreach (var connection in Connections())
        {
            connection.Check();
        }
    }

    private List<CallerConnection> Connections()
    {
        lock (_lock)
        {
            return [.. _connections];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1102, LogLevel.Warning, "A connection to the engine port could not be taken.")]
        public static partial void AcceptBroke(ILogger logger, Exception exception);

        [LoggerMessage(
            1103, LogLevel.Warning,
            "The engine port has {ConnectionsMax} connections, all with a call: a new one was closed.")]
        public static partial void TooManyConnections(ILogger logger, int connectionsMax);

        [LoggerMessage(1104, LogLevel.Warning, "Stopped with {Connections} connections that still had a call.")]
        public static partial void CallsAborted(ILogger logger, int connections);

        [LoggerMessage(1105, LogLevel.Error, "A connection to the engine port broke.")]
        public static partial void ConnectionBroke(ILogger logger, Exception exception);
    }
}
