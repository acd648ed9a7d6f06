using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Sidecar.Gateway.Tests.Upstream;

/// <summary>An HTTP server that answers with bytes a test wrote by hand, however wrong they are.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();
    private readonly Func<int, RawAnswer> _answer;
    private readonly Task _accepting;
    private int _requests;

    public RawServer(Func<int, RawAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public int Requests => Volatile.Read(ref _requests);

    public static RawServer Answering(params string[] answers) =>
        new(request => new RawAnswer(answers[Math.Min(request, answers.Length - 1)]));

    /// <summary>A well-formed answer.</summary>
    public static string Answer(string body, string head = "200 OK", string headers = "") =>
        $"HTTP/1.1 {head}\r\nContent-Type: application/json\r\n{headers}"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <summary>The next request, headers and body, as it came.</summary>
    public async Task<string> ReceivedAsync() =>
        await _received.Reader.ReadAsync(_stopping.Token).AsTask().WaitAsync(TestKit.Patience.Default);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReadAsync(socket) is { } request)
                {
                    var answer = _answer(Interlocked.Increment(ref _requests) - 1);
                    _received.Writer.TryWrite(request);
                    await socket.SendAsync(Encoding.UTF8.GetBytes(answer.Bytes), _stopping.Token);
                    if (answer.End == RawEnd.Reset)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                    }

                    if (answer.End != RawEnd.Open)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The client or the test has gone.
            }
        }
    }

    /// <summary>One request with a Content-Length; null at the end of the connection.</summary>
    private async Task<string?> ReadAsync(Socket socket)
    {
        var read = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString(read.ToArray());
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && read.Length >= end + 4 + ContentLength(text[..end]))
            {
                return text;
            }

            var count = await socket.ReceiveAsync(buffer, _stopping.Token);
            if (count == 0)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length: ";
        var line = head.Split("\r\n").First(header => header.StartsWith(Name, StringComparison.Ordinal));
        return int.Parse(line[Name.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>What goes back, and what then happens to the connection.</summary>
internal sealed record RawAnswer(string Bytes, RawEnd End = RawEnd.Open);

internal enum RawEnd
{
    Open,
    Close,
    Reset,
}
