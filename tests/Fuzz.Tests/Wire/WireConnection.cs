using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>One connection of a caller to the gateway.</summary>
internal sealed class WireConnection : IDisposable
{
    /// <summary>Far above every timeout of the gateway, a busy machine included.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _client;
    private readonly HttpReader _reader;

    private WireConnection(TcpClient client) => (_client, _reader) = (client, new HttpReader(client.GetStream()));

    public static async Task<WireConnection> OpenAsync(Uri url)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(url.Host, url.Port);
        return new WireConnection(client);
    }

    /// <summary>A whole request.</summary>
    public static byte[] Request(long number, byte[] body, params string[] headers)
    {
        string[] lines =
        [
            "POST / HTTP/1.1", "Host: gateway", "Content-Type: application/json",
            $"Authorization: Bearer {Jwt.Mint(WireGateway.Secret)}", $"X-Marker: {Marker.Text(number)}",
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"), .. headers, "", "",
        ];
        return [.. Encoding.Latin1.GetBytes(string.Join("\r\n", lines)), .. body];
    }

    public async Task SendAsync(byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _client.GetStream().WriteAsync(bytes, patience.Token);
    }

    /// <summary>Says that no more will come.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes like a process that was killed.</summary>
    public void Reset() => _client.LingerState = new LingerOption(true, 0);

    /// <summary>The next answer; null if the connection has ended. Throws <see cref="FindingException"/> when it takes too long.</summary>
    public async Task<HttpMessageText?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _reader.ReadAsync(isAnswer: true, patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new FindingException($"No answer within {Patience.TotalSeconds} s; so far: {_reader.SoFar}");
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
