using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Sidecar.TestKit;

/// <summary>
/// Passes TCP on, each piece later by <see cref="Delay"/> on its way in, and nothing at all while it is cut. Bytes keep
/// their order and none are lost, as in a network that heals.
/// </summary>
public sealed class DelayProxy : IAsyncDisposable
{
    private const int PieceBytesMax = 64 << 10;
    private const int PiecesMax = 256;

    private readonly int _upstreamPort;
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _cut;
    private long _delayTicks;

    public DelayProxy(int upstreamPort)
    {
        _upstreamPort = upstreamPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Endpoint => $"127.0.0.1:{Port}";

    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>
    /// From now on nothing passes either way, on open connections and on new ones: they stay, and nobody is told.
    /// </summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Everything passes again, what waited first.</summary>
    public void Heal()
    {
        TaskCompletionSource? cut;
        lock (_gate)
        {
            (cut, _cut) = (_cut, null);
        }

        cut?.SetResult();
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
                await PassableAsync(ends.Token);
                await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort, ends.Token);
                var pieces = Channel.CreateBounded<(byte[], TimeSpan)>(PiecesMax);
                await await Task.WhenAny(
                    ReadAsync(client.GetStream(), pieces.Writer, ends.Token),
                    WriteAsync(pieces.Reader, upstream.GetStream(), ends.Token),
                    ReturnAsync(upstream.GetStream(), client.GetStream(), ends.Token));
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

    private async Task WriteAsync(
        ChannelReader<(byte[], TimeSpan)> pieces, NetworkStream to, CancellationToken cancellationToken)
    {
        await foreach (var (piece, due) in pieces.ReadAllAsync(cancellationToken))
        {
            var wait = due - Now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            await PassableAsync(cancellationToken);
            await to.WriteAsync(piece, cancellationToken);
        }
    }

    private async Task ReturnAsync(NetworkStream from, NetworkStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceBytesMax];
        int count;
        while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await PassableAsync(cancellationToken);
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private Task PassableAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _cut?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    private static TimeSpan Now => TimeSpan.FromMilliseconds(Environment.TickCount64);
}
