using System.Buffers;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Http1;
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
    /// <summary>An answer is copied in pieces of this size: each is two calls to the kernel.</summary>
    private const int CopyBytes = 256 * 1024;

    /// <summary>What most answers fit in.</summary>
    private const int SmallBytes = 16 * 1024;

    private readonly RequestHeadWriter _heads = new(options.Value.Url!);

    /// <summary>Forwards one request, on the thread of its caller's connection.</summary>
    /// <param name="exchange">The caller's request; its answer is written here.</param>
    /// <param name="body">The request's body, as it came.</param>
    /// <returns>None when an answer went out, else why there was none; then nothing was written to the caller yet.</returns>
    public UpstreamFailure Forward(CallerExchange exchange, BodyLease body)
    {
        var started = time.GetTimestamp();
        using var silence = new SilenceLimit(options.Value.PassThroughTimeout, time);
        var failure = TryForward(exchange, body, silence);
        metrics.UpstreamAnswered(UpstreamName.Local, UpstreamMethod.PassThrough, failure, time.GetElapsedTime(started));
        return failure;
    }

    public void Dispose() => connections.Dispose();

    private UpstreamFailure TryForward(CallerExchange exchange, BodyLease body, SilenceLimit silence)
    {
        try
        {
            var upstream = Blocking.Wait(Http1Exchange.BeginAsync(connections, silence.Token, exchange.Gone));
            try
            {
                var connection = upstream.Connection;
                WriteHead(connection.BeginRequest(), exchange.Head.Fields, body.Length);
                connection.Send(JsonSplice.Of(body.Bytes));
                var head = Blocking.Wait(connection.ReadHeadAsync());
                return ForwardedAnswer.IsFinal(head.StatusCode)
                    ? Answer(exchange, connection, head, silence)
                    : UpstreamFailure.Unreachable;
            }
            finally
            {
                Blocking.Wait(upstream.DisposeAsync());
            }
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            return Http1Exchange.FailureOf(silence.Token, exchange.Gone);
        }
    }

    private void WriteHead(IBufferWriter<byte> head, HeaderFields fields, long length)
    {
        _heads.WriteStart(head);
        RequestHeadWriter.WriteField(head, "Authorization"u8, minter.AuthorizationHeader());
        var hasContentType = false;
        foreach (var field in fields)
        {
            hasContentType |= field.Is("Content-Type"u8);
            if (ForwardedFields.MayPass(field, fields) && (passTraceparent || !ForwardedFields.IsTraceContext(field)))
            {
                RequestHeadWriter.WriteField(head, field.Name, field.Value);
            }
        }

        if (!hasContentType)
        {
            head.Write("Content-Type: application/json\r\n"u8);
        }

        RequestHeadWriter.WriteEnd(head, length);
    }

    private static UpstreamFailure Answer(
        CallerExchange exchange, Http1Connection connection, ResponseHead head, SilenceLimit silence)
    {
        exchange.BeginAnswer(head.StatusCode);
        foreach (var field in head.Fields)
        {
            if (ForwardedFields.MayPass(field, head.Fields))
            {
                exchange.WriteField(field.Name, field.Value);
            }
        }

        if (!ForwardedAnswer.HasBody(head.StatusCode))
        {
            exchange.EndWithoutBody(ForwardedAnswer.LengthWithoutBody(head.StatusCode));
            return UpstreamFailure.None;
        }

        exchange.EndHead(head.ContentLength);
        var buffer = ArrayPool<byte>.Shared.Rent(head.ContentLength <= SmallBytes ? SmallBytes : CopyBytes);
        try
        {
            Copy(exchange, connection, buffer, silence);
            return UpstreamFailure.None;
        }
        catch (Exception e) when (Http1Exchange.IsBroken(e))
        {
            return FailureIn(exchange, Http1Exchange.FailureOf(silence.Token, exchange.Gone));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Copy(CallerExchange exchange, Http1Connection connection, byte[] buffer, SilenceLimit silence)
    {
        int count;
        while (!connection.IsBodyComplete && (count = Blocking.Wait(connection.ReadBodyAsync(buffer))) > 0)
        {
            exchange.Write(buffer.AsSpan(0, count));
            if (!connection.IsBodyComplete)
            {
                // The limit is for local's silence, not for the length of what it says or how fast it is taken.
                silence.Pause();
                exchange.Flush();
                silence.Restart();
            }
        }

        exchange.EndAnswer();
    }

    private static UpstreamFailure FailureIn(CallerExchange exchange, UpstreamFailure failure)
    {
        if (failure == UpstreamFailure.TimedOut && !exchange.HasStarted)
        {
            // Nothing was sent: the caller can still be told.
            return failure;
        }

        // The caller has seen the status and part of a body already: all that is left is to break off as local did.
        exchange.BreakOff();
        return failure == UpstreamFailure.Unreachable ? UpstreamFailure.None : failure;
    }
}
