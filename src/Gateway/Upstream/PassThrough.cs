using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Gateway.Upstream;

/// <summary>Sends a request to local as it came and streams the answer back as it comes: body, status and headers.</summary>
internal sealed class PassThrough(
    IOptions<LocalOptions> options,
    JwtMinter minter,
    Http1Connections connections,
    GatewayMetrics metrics,
    TimeProvider time,
    bool passTraceparent = false) : IDisposable
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>Headers that belong to one connection (RFC 9110, 7.6.1), or that are ours to set.</summary>
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Content-Length", "Expect",
    };

    /// <summary>Where the caller's own traces are (W3C Trace Context, Baggage): forwarded only if asked for.</summary>
    private static readonly HashSet<string> TraceContext = new(StringComparer.OrdinalIgnoreCase)
    {
        "traceparent", "tracestate", "baggage",
    };

    private readonly RequestHeadWriter _heads = new(options.Value.Url!);

    /// <summary>Forwards one request.</summary>
    /// <param name="context">The caller's request; its answer is written here.</param>
    /// <param name="body">The request's body, as it came.</param>
    /// <returns>None when an answer went out, else why there was none; then nothing was written to the caller yet.</returns>
    public async Task<UpstreamFailure> ForwardAsync(HttpContext context, BodyLease body)
    {
        var started = time.GetTimestamp();
        using var silence = new SilenceLimit(options.Value.PassThroughTimeout, time);
        var failure = await TryForwardAsync(context, body, silence);
        metrics.UpstreamAnswered(UpstreamName.Local, UpstreamMethod.PassThrough, failure, time.GetElapsedTime(started));
        return failure;
    }

    public void Dispose() => connections.Dispose();

    private async Task<UpstreamFailure> TryForwardAsync(HttpContext context, BodyLease body, SilenceLimit silence)
    {
        var caller = context.RequestAborted;
        try
        {
            await using var exchange = await Http1Exchange.BeginAsync(connections, silence.Token, caller);
            var connection = exchange.Connection;
            WriteHead(connection.BeginRequest(), context.Request, body.Length);
            connection.Send(JsonSplice.Of(body.Bytes));
            var head = await connection.ReadHeadAsync();
            return ForwardedAnswer.IsFinal(head.StatusCode)
                ? await AnswerAsync(context, connection, head, silence)
                : UpstreamFailure.Unreachable;
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            return Http1Exchange.FailureOf(silence.Token, caller);
        }
    }

    private void WriteHead(IBufferWriter<byte> head, HttpRequest request, long length)
    {
        _heads.WriteStart(head);
        RequestHeadWriter.WriteField(head, "Authorization"u8, minter.AuthorizationHeader());
        var named = request.Headers.Connection.Count > 0 ? request.Headers.GetCommaSeparatedValues("Connection") : [];
        foreach (var (name, values) in request.Headers)
        {
            var value = values.Count == 1 ? values[0] : string.Join(", ", values.AsEnumerable());
            if (!NotForwarded.Contains(name) && (passTraceparent || !TraceContext.Contains(name))
                && !named.Contains(name, StringComparer.OrdinalIgnoreCase) && ForwardedRequest.CanBeSent(name, value))
            {
                RequestHeadWriter.WriteField(head, name, value);
            }
        }

        if (request.Headers.ContentType.Count == 0)
        {
            head.Write("Content-Type: application/json\r\n"u8);
        }

        RequestHeadWriter.WriteEnd(head, length);
    }

    private static async ValueTask<UpstreamFailure> AnswerAsync(
        HttpContext context, Http1Connection connection, ResponseHead head, SilenceLimit silence)
    {
        context.Response.StatusCode = head.StatusCode;
        CopyFields(head.Fields, context.Response);
        if (!ForwardedAnswer.HasBody(head.StatusCode))
        {
            context.Response.ContentLength = ForwardedAnswer.LengthWithoutBody(head.StatusCode);
            return UpstreamFailure.None;
        }

        context.Response.ContentLength = head.ContentLength;
        try
        {
            var writer = context.Response.BodyWriter;
            int count;
            while ((count = await connection.ReadBodyAsync(writer.GetMemory(CopyBytes))) > 0)
            {
                // The limit is for local's silence, not for the length of what it says or how fast it is taken.
                silence.Pause();
                writer.Advance(count);
                await writer.FlushAsync(context.RequestAborted);
                silence.Restart();
            }

            return UpstreamFailure.None;
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            var failure = Http1Exchange.FailureOf(silence.Token, context.RequestAborted);
            if (failure == UpstreamFailure.TimedOut)
            {
                BreakOff(context);
            }
            else if (failure == UpstreamFailure.Unreachable)
            {
                // The caller has seen the status and part of a body already: all that is left is to break off as local did.
                context.Abort();
                return UpstreamFailure.None;
            }

            return failure;
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

    private static void CopyFields(HeaderFields fields, HttpResponse response)
    {
        foreach (var field in fields)
        {
            var name = Encoding.Latin1.GetString(field.Name);
            var value = field.ValueText;
            if (!NotForwarded.Contains(name) && ForwardedAnswer.CanBeSent(value))
            {
                response.Headers.Append(name, value);
            }
        }
    }
}
