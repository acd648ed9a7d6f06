using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>
/// Asks a client one question at a time, as the gateway would, and keeps what the gateway has no use for.
/// </summary>
internal sealed class UpstreamProbe(UpstreamTarget target, TimeProvider time) : IDisposable
{
    private const int AnswerBytesMax = 16 * 1024 * 1024;

    private readonly HttpMessageInvoker _connections = UpstreamConnections.Create(connectionsMax: 2, trust: target.Trust);
    private readonly JwtMinter? _minter = target.Secret is { } secret ? new(secret, time) : null;

    /// <summary>Asks. Ends in time, and throws only when the caller gives up.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">The parameters, as JSON.</param>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <param name="bodyBytes">The request is padded with white space to so many bytes.</param>
    public async Task<ProbeReply> AskAsync(
        string method, string parameters, TimeSpan timeout, CancellationToken cancellationToken, int bodyBytes = 0)
    {
        using var due = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        using var message = Message(method, parameters, bodyBytes);
        var asked = new ProbeReply { AskedAt = time.GetUtcNow() };
        var started = time.GetTimestamp();
        try
        {
            using var response = await _connections.SendAsync(message, linked.Token);
            var body = await ReadAsync(response, linked.Token);
            return Read(asked with { Elapsed = time.GetElapsedTime(started) }, response, body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return asked with { Failure = ProbeFailure.TimedOut };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return asked with { Failure = FailureOf(e) };
        }
    }

    /// <summary>The same within the usual time.</summary>
    public Task<ProbeReply> AskAsync(string method, string parameters, CancellationToken cancellationToken) =>
        AskAsync(method, parameters, DoctorLimits.Call, cancellationToken);

    public void Dispose() => _connections.Dispose();

    private static ProbeFailure FailureOf(Exception e)
    {
        var socket = e as SocketException ?? e.InnerException as SocketException;
        return (e as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => ProbeFailure.UnknownName,
            HttpRequestError.SecureConnectionError => ProbeFailure.Tls,
            _ => socket?.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => ProbeFailure.UnknownName,
                SocketError.ConnectionRefused => ProbeFailure.Refused,
                SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown =>
                    ProbeFailure.NoRoute,
                SocketError.TimedOut => ProbeFailure.TimedOut,
                _ => ProbeFailure.Broken,
            },
        };
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        int count;
        while (body.Length < AnswerBytesMax && (count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private static ProbeReply Read(ProbeReply reply, HttpResponseMessage response, byte[] body)
    {
        reply = reply with { StatusCode = (int)response.StatusCode, Date = response.Headers.Date };
        try
        {
            using var document = JsonDocument.Parse(body);
            return ReadRpc(reply, document.RootElement);
        }
        catch (JsonException)
        {
            return reply with { Text = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 1024)) };
        }
    }

    private static ProbeReply ReadRpc(ProbeReply reply, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return reply;
        }

        if (json.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            return reply with
            {
                ErrorCode = error.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : 0,
                ErrorMessage = error.TryGetProperty("message", out var message) ? message.ToString() : "",
            };
        }

        return json.TryGetProperty("result", out var result) ? reply with { Result = result.Clone() } : reply;
    }

    private HttpRequestMessage Message(string method, string parameters, int bodyBytes)
    {
        var text = $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";
        var body = new byte[Math.Max(text.Length, bodyBytes)];
        Encoding.ASCII.GetBytes(text, body);
        body.AsSpan(text.Length).Fill((byte)' ');
        var message = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (_minter is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", _minter.AuthorizationHeader());
        }

        return message;
    }
}
