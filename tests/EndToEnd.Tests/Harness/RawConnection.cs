using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>One TCP connection to the engine port whose every byte the test writes.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly BufferedStream _answers;
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(40));

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
        _answers = new BufferedStream(_stream);
    }

    public static async Task<RawConnection> OpenAsync(Uri url)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(url.Host, url.Port);
        return new RawConnection(client);
    }

    /// <summary>A whole request with a Content-Length.</summary>
    public static string Post(string body, string authorization) =>
        Head(authorization, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}") + body;

    /// <summary>The head of a request, with the lines that tell how its body comes.</summary>
    public static string Head(string authorization, params string[] lines) =>
        string.Join("\r\n", [
            "POST / HTTP/1.1", "Host: gateway", "Content-Type: application/json",
            $"Authorization: {authorization}", .. lines, "", ""]);

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes, _patience.Token).AsTask();

    /// <summary>Reads one answer, its body by Content-Length or in chunks.</summary>
    public async Task<RawAnswer> ReadAnswerAsync()
    {
        var status = await ReadLineAsync();
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var line = await ReadLineAsync(); line.Length > 0; line = await ReadLineAsync())
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = headers.TryGetValue("Content-Length", out var length)
            ? await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture))
            : headers.ContainsKey("Transfer-Encoding") ? await ReadChunksAsync() : [];
        return new RawAnswer(int.Parse(status.AsSpan(9, 3), CultureInfo.InvariantCulture), headers, body);
    }

    /// <summary>Whether the other side has closed the connection.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await _answers.ReadAsync(new byte[1], _patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Vanishes: the other side gets a reset, as from a process that was killed.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose()
    {
        _client.Dispose();
        _patience.Dispose();
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _answers.ReadExactlyAsync(bytes, _patience.Token);
        return bytes;
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        using var body = new MemoryStream();
        int size;
        while ((size = int.Parse(await ReadLineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) > 0)
        {
            body.Write(await ReadAsync(size));
            await ReadLineAsync();
        }

        await ReadLineAsync();
        return body.ToArray();
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _answers.ReadAsync(one, _patience.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        throw new IOException($"The connection ended in the line \"{line}\".");
    }
}
