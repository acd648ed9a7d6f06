using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidecar.TestKit;

namespace Sidecar.Bench.Load;

/// <summary>One keep-alive connection as op-node's: Go's headers, a fresh JWT, one request at a time, blocking.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly HttpReader _reader;
    private readonly byte[] _secret;
    private readonly int _port;
    private string _token = "";
    private long _tokenSecond;

    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="secret">Of the tokens.</param>
    public LoadConnection(int port, byte[] secret)
    {
        (_port, _secret) = (port, secret);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(IPAddress.Loopback, port);
        _reader = new HttpReader(buffer => _socket.Receive(buffer));
    }

    /// <summary>The first bytes of the last answer's body.</summary>
    public ReadOnlySpan<byte> AnswerStart => _reader.BodyStart;

    /// <summary>Sends one request and reads its answer to the last byte.</summary>
    /// <returns>The time between, in ticks of <see cref="Stopwatch"/>.</returns>
    public long Send(EngineRequest request)
    {
        var bytes = request.WithHead(Head(request.Body.Length)).Span;
        var started = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += _socket.Send(bytes[sent..]);
        }

        var isAnswered = _reader.Read();
        var elapsed = Stopwatch.GetTimestamp() - started;
        return isAnswered && _reader.IsOk && AnswerStart.IndexOf("\"result\":"u8) is >= 0 and < 64
            ? elapsed
            : throw new InvalidOperationException($"Port {_port} answered: {Text(_reader.Head)}{Text(AnswerStart)}");
    }

    public void Dispose() => _socket.Dispose();

    private byte[] Head(int length)
    {
        var now = DateTimeOffset.UtcNow;
        if (now.ToUnixTimeSeconds() != _tokenSecond)
        {
            (_token, _tokenSecond) = (Jwt.Mint(_secret, now), now.ToUnixTimeSeconds());
        }

        return Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nUser-Agent: Go-http-client/1.1\r\n"
            + $"Content-Length: {length}\r\nAccept: application/json\r\nAuthorization: Bearer {_token}\r\n"
            + "Content-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n");
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(500, bytes.Length)]);
}
