using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>
/// JSON-RPC over HTTP with the headers and habits of go-ethereum's client. Failures are values, never exceptions.
/// </summary>
public sealed class EngineRpc : IDisposable
{
    private readonly HttpClient _http;
    private long _lastId;

    /// <param name="url">Where the engine is.</param>
    /// <param name="jwtSecret">Signs one token for each request; null sends none.</param>
    /// <param name="connectionsMax">Open connections; with one, calls queue up behind each other.</param>
    public EngineRpc(Uri url, byte[]? jwtSecret, int connectionsMax = 1)
    {
        Url = url;
        Token = () => jwtSecret is null ? null : "Bearer " + Jwt.Mint(jwtSecret);
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connectionsMax,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
            UseCookies = false,
        };
        _http = new(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>May change between calls, as when another gateway takes over.</summary>
    public Uri Url { get; set; }

    /// <summary>Makes the Authorization header of a request; null leaves it out.</summary>
    public Func<string?> Token { get; set; }

    /// <summary>op-node gives each call 10 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public Task<EngineCall> CallAsync(string method, params JsonNode?[] parameters) =>
        CallAsync(method, CancellationToken.None, parameters);

    public Task<EngineCall> CallAsync(string method, CancellationToken cancellationToken, params JsonNode?[] parameters)
    {
        var array = new JsonArray([.. parameters.Select(parameter => parameter?.DeepClone())]);
        return CallRawAsync(method, JsonSerializer.SerializeToUtf8Bytes(array), cancellationToken);
    }

    /// <summary>Calls with parameters that are JSON already.</summary>
    public Task<EngineCall> CallRawAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var head = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":""");
        var body = new byte[head.Length + parameters.Length + 1];
        head.CopyTo(body, 0);
        parameters.Span.CopyTo(body.AsSpan(head.Length));
        body[^1] = (byte)'}';
        return SendAsync(method, body, null, cancellationToken);
    }

    /// <summary>Posts any bytes; headers given here replace the usual ones, and a null value leaves one out.</summary>
    public Task<EngineCall> PostRawAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string?>? headers = null,
        CancellationToken cancellationToken = default) =>
        SendAsync("", body, headers, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<EngineCall> SendAsync(
        string method,
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string?>? headers,
        CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(CallTimeout);
        using var request = Request(body, headers);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var raw = await response.Content.ReadAsByteArrayAsync(patience.Token);
            return Answered(method, body, response, raw, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return new()
            {
                Method = method,
                Request = body,
                TransportError = exception,
                Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            };
        }
    }

    private static EngineCall Answered(
        string method, ReadOnlyMemory<byte> request, HttpResponseMessage response, byte[] raw, TimeSpan elapsed)
    {
        var encoding = response.Content.Headers.ContentEncoding.SingleOrDefault();
        return new()
        {
            Method = method,
            Request = request,
            Status = (int)response.StatusCode,
            ContentType = response.Content.Headers.ContentType?.ToString(),
            ContentEncoding = encoding,
            Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            RawBody = raw,
            Body = encoding == "gzip" ? Gunzip(raw) : raw,
            Milliseconds = elapsed.TotalMilliseconds,
        };
    }

    private static byte[] Gunzip(byte[] raw)
    {
        using var gzip = new GZipStream(new MemoryStream(raw), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    private HttpRequestMessage Request(ReadOnlyMemory<byte> body, IReadOnlyDictionary<string, string?>? headers)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "Go-http-client/1.1",
            ["Accept"] = "application/json",
            ["Accept-Encoding"] = "gzip",
            ["Content-Type"] = "application/json",
            ["Authorization"] = Token(),
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ReadOnlyMemoryContent(body) };
        foreach (var (name, value) in all.Where(header => header.Value is not null))
        {
            HttpHeaders target = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                ? request.Content.Headers
                : request.Headers;
            target.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
