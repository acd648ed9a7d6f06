using System.Buffers;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Http1;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Gateway.Upstream;

/// <summary>An upstream over HTTP/1.1 with a fresh JWT on every call.</summary>
internal sealed partial class HttpUpstreamClient(
    UpstreamName name,
    Uri url,
    JwtMinter minter,
    Http1Connections connections,
    long bodyBytesMax,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<HttpUpstreamClient> logger) : IUpstreamClient, IDisposable
{
    private readonly RequestHeadWriter _heads = new(url);

    public async Task<UpstreamReply> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var due = request.Deadline.ToCancellationSource();
        var reply = await TryOnceAsync(request, due.Token, cancellationToken);
        if (reply is null && request.RetryOnce)
        {
            reply = await TryOnceAsync(request, due.Token, cancellationToken);
        }

        reply ??= UpstreamReply.Failed(UpstreamFailure.Unreachable);
        metrics.UpstreamAnswered(name, request.Method, reply.Failure, time.GetElapsedTime(started));
        return reply;
    }

    public void Dispose() => connections.Dispose();

    /// <summary>One attempt; null when the connection was closed before anything came back.</summary>
    private async ValueTask<UpstreamReply?> TryOnceAsync(
        UpstreamRequest request, CancellationToken due, CancellationToken caller)
    {
        Http1Connection? connection = null;
        try
        {
            await using var exchange = await Http1Exchange.BeginAsync(connections, due, caller, request.Meanwhile);
            connection = exchange.Connection;
            WriteHead(connection.BeginRequest(), request.Content.Length);
            connection.Send(request.Content);
            request.Meanwhile?.Invoke();
            if (AfterAnswer.HasWork && !connection.HasAnswerWithin(AfterAnswer.DelayMax))
            {
                AfterAnswer.DoNow();
            }

            return await ReadAsync(connection);
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            // A kept connection that was just being closed, with nothing known to be wrong, is worth another try.
            var failure = Http1Exchange.FailureOf(due, caller);
            return failure == UpstreamFailure.Unreachable && connection is { HasAnswerBegun: false }
                ? null
                : UpstreamReply.Failed(failure);
        }
        catch (Exception e)
        {
            // Every walk relies on replies that never throw.
            Log.CallBroke(logger, name, request.Method, e);
            return UpstreamReply.Failed(UpstreamFailure.Unreachable);
        }
    }

    private void WriteHead(IBufferWriter<byte> head, long length)
    {
        _heads.WriteStart(head);
        RequestHeadWriter.WriteField(head, "Authorization"u8, minter.AuthorizationHeader());
        head.Write("Accept: application/json\r\nContent-Type: application/json\r\n"u8);
        RequestHeadWriter.WriteEnd(head, length);
    }

    private async ValueTask<UpstreamReply> ReadAsync(Http1Connection connection)
    {
        var head = await connection.ReadHeadAsync();
        if (!ForwardedAnswer.IsFinal(head.StatusCode))
        {
            return UpstreamReply.Failed(UpstreamFailure.Unreachable);
        }

        if (head.ContentLength > bodyBytesMax)
        {
            return UpstreamReply.Failed(UpstreamFailure.TooLarge);
        }

        // They stand where the body will be read to.
        var contentType = Text(head.Fields, "Content-Type"u8);
        var contentEncoding = Text(head.Fields, "Content-Encoding"u8);
        var body = new PooledBody(head.ContentLength ?? 0);
        var complete = false;
        try
        {
            int count;
            while (!connection.IsBodyComplete && (count = await connection.ReadBodyAsync(body.GetMemory())) > 0)
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

        return UpstreamReply.Answered(head.StatusCode, contentType, contentEncoding, body.Complete());
    }

    private static string? Text(HeaderFields fields, ReadOnlySpan<byte> name) =>
        fields.TryFind(name, out var field) && !field.HasControlCharacters ? field.ValueText : null;

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Error, "A call of {Upstream} for {Method} broke.")]
        public static partial void CallBroke(
            ILogger logger, UpstreamName upstream, UpstreamMethod method, Exception exception);
    }
}
