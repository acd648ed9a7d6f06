using System.Net.Sockets;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Upstream;

/// <summary>An upstream over HTTP/1.1 with a fresh JWT on every call.</summary>
internal sealed partial class HttpUpstreamClient(
    UpstreamName name,
    Uri url,
    JwtMinter minter,
    HttpMessageInvoker connections,
    long bodyBytesMax,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<HttpUpstreamClient> logger) : IUpstreamClient, IDisposable
{
    public async Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var due = request.Deadline.ToCancellationSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        var reply = await TryOnceAsync(request, linked.Token, cancellationToken);
        if (reply is null && request.RetryOnce)
        {
            reply = await TryOnceAsync(request, linked.Token, cancellationToken);
        }

        reply ??= UpstreamReply.Failed(UpstreamFailure.Unreachable);
        metrics.UpstreamAnswered(name, request.Method, reply.Failure, time.GetElapsedTime(started));
        return reply;
    }

    public void Dispose() => connections.Dispose();

    /// <summary>One attempt; null when the connection was closed before anything came back.</summary>
    private async Task<UpstreamReply?> TryOnceAsync(
        UpstreamRequest request, CancellationToken cancellationToken, CancellationToken callerToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new SpliceContent(request.Content) };
        message.Headers.TryAddWithoutValidation("Authorization", minter.AuthorizationHeader());
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        try
        {
            using var response = await connections.SendAsync(message, cancellationToken);
            return await ReadAsync(response, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return UpstreamReply.Failed(
                callerToken.IsCancellationRequested ? UpstreamFailure.Canceled : UpstreamFailure.TimedOut);
        }
        catch (HttpRequestException e) when (IsDeadConnection(e))
        {
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return UpstreamReply.Failed(UpstreamFailure.Unreachable);
        }
        catch (Exception e)
        {
            // Every walk relies on replies that never throw.
            Log.CallBroke(logger, name, request.Method, e);
            return UpstreamReply.Failed(UpstreamFailure.Unreachable);
        }
    }

    private async Task<UpstreamReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var headers = response.Content.Headers;
        if (!ForwardedAnswer.IsFinal((int)response.StatusCode))
        {
            return UpstreamReply.Failed(UpstreamFailure.Unreachable);
        }

        if (headers.ContentLength > bodyBytesMax)
        {
            return UpstreamReply.Failed(UpstreamFailure.TooLarge);
        }

        var body = new PooledBody(headers.ContentLength ?? 0);
        var complete = false;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            int count;
            while (body.Length != headers.ContentLength
                   && (count = await stream.ReadAsync(body.GetMemory(), cancellationToken)) > 0)
            {
                body.Advance(count);
                if (body.Length > bodyBytesMax)
                {
                    return UpstreamReply.Failed(UpstreamFailure.TooLarge);
                }
            }

            complete = true;
        }
        finally
        {
            if (!complete)
            {
                body.Abandon();
            }
        }

        return UpstreamReply.Answered(
            (int)response.StatusCode, Raw(headers, "Content-Type"), Raw(headers, "Content-Encoding"), body.Complete());
    }

    private static string? Raw(System.Net.Http.Headers.HttpContentHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && ForwardedAnswer.CanBeSent(values.ToString())
            ? values.ToString()
            : null;

    /// <summary>The other side closed a kept-alive connection while we wrote to it: nothing is known to be wrong.</summary>
    private static bool IsDeadConnection(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.ResponseEnded
        || e.InnerException is IOException { InnerException: SocketException };

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Error, "A call of {Upstream} for {Method} broke.")]
        public static partial void CallBroke(
            ILogger logger, UpstreamName upstream, UpstreamMethod method, Exception exception);
    }
}
