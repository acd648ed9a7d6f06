using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Upstream;

/// <summary>Sends a request to local as it came and streams the answer back as it comes: body, status and headers.</summary>
internal sealed class PassThrough(
    IOptions<LocalOptions> options,
    JwtMinter minter,
    HttpMessageInvoker connections,
    GatewayMetrics metrics,
    TimeProvider time) : IDisposable
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>Headers that belong to one connection (RFC 9110, 7.6.1), or that are ours to set.</summary>
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Content-Length", "Expect",
    };

    /// <summary>Forwards one request.</summary>
    /// <param name="context">The caller's request; its answer is written here.</param>
    /// <param name="body">The request's body, as it came.</param>
    /// <returns>None when an answer went out, else why there was none; then nothing was written to the caller yet.</returns>
    public async Task<UpstreamFailure> ForwardAsync(HttpContext context, BodyLease body)
    {
        var started = time.GetTimestamp();
        using var silence = new SilenceLimit(options.Value.PassThroughTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, context.RequestAborted);
        var failure = await TryForwardAsync(context, body, silence, linked.Token);
        metrics.UpstreamAnswered(UpstreamName.Local, UpstreamMethod.PassThrough, failure, time.GetElapsedTime(started));
        return failure;
    }

    public void Dispose() => connections.Dispose();

    private async Task<UpstreamFailure> TryForwardAsync(
        HttpContext context, BodyLease body, SilenceLimit silence, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(context.Request, body);
        HttpResponseMessage response;
        try
        {
            response = await connections.SendAsync(message, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return context.RequestAborted.IsCancellationRequested ? UpstreamFailure.Canceled : UpstreamFailure.TimedOut;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return UpstreamFailure.Unreachable;
        }

        using (response)
        {
            if (!ForwardedAnswer.IsFinal((int)response.StatusCode))
            {
                return UpstreamFailure.Unreachable;
            }

            return await AnswerAsync(context, response, silence, cancellationToken);
        }
    }

    private HttpRequestMessage CreateMessage(HttpRequest request, BodyLease body)
    {
        var content = new SpliceContent(JsonSplice.Of(body.Bytes));
        var message = new HttpRequestMessage(HttpMethod.Post, options.Value.Url) { Content = content };
        var named = request.Headers.GetCommaSeparatedValues("Connection");
        foreach (var (name, values) in request.Headers)
        {
            if (NotForwarded.Contains(name) || named.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                {
                    // Theirs in place of ours.
                    content.Headers.ContentType = null;
                }

                // A name that Kestrel takes and HttpClient does not (X=1) stays behind.
                content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        message.Headers.TryAddWithoutValidation("Authorization", minter.AuthorizationHeader());
        return message;
    }

    private static async Task<UpstreamFailure> AnswerAsync(
        HttpContext context, HttpResponseMessage response, SilenceLimit silence, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        CopyHeaders(response.Headers.NonValidated, context.Response);
        CopyHeaders(response.Content.Headers.NonValidated, context.Response);
        if (!ForwardedAnswer.HasBody((int)response.StatusCode))
        {
            context.Response.ContentLength = ForwardedAnswer.LengthWithoutBody((int)response.StatusCode);
            return UpstreamFailure.None;
        }

        context.Response.ContentLength = response.Content.Headers.ContentLength;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var writer = context.Response.BodyWriter;
            int count;
            while ((count = await stream.ReadAsync(writer.GetMemory(CopyBytes), cancellationToken)) > 0)
            {
                // The limit is for local's silence, not for the length of what it says or how fast it is taken.
                silence.Pause();
                writer.Advance(count);
                await writer.FlushAsync(context.RequestAborted);
                silence.Restart();
            }

            return UpstreamFailure.None;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            BreakOff(context);
            return UpstreamFailure.TimedOut;
        }
        catch (OperationCanceledException)
        {
            return UpstreamFailure.Canceled;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // The caller has seen the status and part of a body already: all that is left is to break off as local did.
            context.Abort();
            return UpstreamFailure.None;
        }
    }

    private static void BreakOff(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
        }
        else
        {
            context.Response.Clear();
        }
    }

    private static void CopyHeaders(
        System.Net.Http.Headers.HttpHeadersNonValidated headers, HttpResponse response)
    {
        foreach (var (name, values) in headers)
        {
            if (!NotForwarded.Contains(name) && ForwardedAnswer.CanBeSent(values.ToString()))
            {
                response.Headers.Append(name, values.ToArray());
            }
        }
    }
}
