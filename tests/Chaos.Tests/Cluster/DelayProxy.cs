using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Sidecar.Chaos.Tests.Cluster;

/// <summary>Passes TCP on, each piece later by <see cref="Delay"/> on its way in; bytes keep their order.</summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private const int PieceBytesMax = 64 << 10;
    private const int PiecesMax = 256;

    private readonly int _upstreamPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private long _delayTicks;

    public DelayProxy(int upstreamPort)
    {
        _upstreamPort = upstreamPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var upstream = new TcpClient { NoDelay = true };
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, ends.Token);
                var pieces = Channel.CreateBounded<(byte[], TimeSpan)>(PiecesMax);
                await await Task.WhenAny(
                    ReadAsync(client.GetStream(), pieces.Writer, ends.Token),
                    WriteAsync(pieces.Reader, upstream.GetStream(), ends.Token),
                    upstream.GetStream().CopyToAsync(client.GetStream(), ends.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // Either side is gone: so is the other, by the end of this block.
            }

            await ends.CancelAsync();
        }
    }

    private async Task ReadAsync(
        NetworkStream from, ChannelWriter<(byte[], TimeSpan)> pieces, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceBytesMax];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await pieces.WriteAsync((buffer[..count], Now + Delay), cancellationToken);
        }
    }

    private static async Task WriteAsync(
        ChannelReader<(byte[], TimeSpan)> pieces, NetworkStream to, CancellationToken cancellationToken)
    {
        await foreach (var (piece, due) in pieces.ReadAllAsync(cancellationToken))
        {
            var wait = due - Now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            await to.WriteAsync(piece, cancellationToken);
        }
    }

    private static TimeSpan Now => TimeSpan.FromMilliseconds(Environment.TickCount64);
}
