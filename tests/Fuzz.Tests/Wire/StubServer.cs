using System.Net;
using System.Net.Sockets;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>A TCP server that takes HTTP requests and writes bytes, HTTP or not.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, string, StubReply> _answer;
    private readonly Task _accepting;

    /// <param name="answer">Makes an answer from head and body of a request, one letter a byte.</param>
    public StubServer(Func<string, string, StubReply> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>What broke in a stub: a fault of the fuzzer, not of the gateway.</summary>
    public Exception? Fault { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        client.NoDelay = true;
        var reader = new HttpReader(client.GetStream());
        try
        {
            while (await reader.ReadAsync(isAnswer: false, _stop.Token) is { } request)
            {
                var reply = _answer(request.Head, request.Body);
                await client.GetStream().WriteAsync(reply.Bytes, _stop.Token);
                if (reply.After == StubEnd.Close)
                {
                    return;
                }

                if (reply.After == StubEnd.Silence)
                {
                    // Until the other side has had enough.
                    await reader.ReadAsync(isAnswer: false, _stop.Token);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or HttpTextException)
        {
            // The gateway has hung up, or the run is over.
        }
        catch (Exception e)
        {
            Fault = e;
        }
    }
}
