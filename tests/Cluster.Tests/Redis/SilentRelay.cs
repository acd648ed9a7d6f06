using System.Net;
using System.Net.Sockets;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>A network in front of a port, that can stop carrying what it carries without closing anything.</summary>
internal sealed class SilentRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Socket> _sockets = [];
    private readonly int _target;
    private CancellationTokenSource _open = new();

    public SilentRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Endpoint => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Nothing comes through connections that are open now. New ones are carried.</summary>
    public void SilenceOpenConnections()
    {
        lock (_sockets)
        {
            _open.Cancel();
            _open = new CancellationTokenSource();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        SilenceOpenConnections();
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task CarryAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Silenced, or one side is gone.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_ended.IsCancellationRequested)
            {
                var near = await _listener.AcceptSocketAsync(_ended.Token);
                var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await far.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
                lock (_sockets)
                {
                    _sockets.AddRange([near, far]);
                    _ = CarryAsync(near, far, _open.Token);
                    _ = CarryAsync(far, near, _open.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }
}
