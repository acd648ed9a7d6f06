using System.Buffers;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Endpoint;

/// <summary>The engine port: takes a request from HTTP to its walk and the answer back.</summary>
internal sealed partial class EngineEndpoint
{
    private readonly EngineOptions _options;
    private readonly byte[][] _methodsWithoutToken;
    private readonly JwtVerifier? _verifier;
    private readonly CallRouter _router;
    private readonly BatchHandler _batches;
    private readonly PassThrough _passThrough;
    private readonly BuilderMirror? _mirror;
    private readonly GatewayMetrics _metrics;
    private readonly ILogger<EngineEndpoint> _logger;

    /// <param name="verifier">Checks callers' tokens; null when nobody needs one.</param>
    /// <param name="mirror">Copies calls to the builder; null when there is none, and then everything is passed through.</param>
    public EngineEndpoint(
        IOptions<EngineOptions> options, JwtVerifier? verifier, CallRouter router, BatchHandler batches,
        PassThrough passThrough, BuilderMirror? mirror, GatewayMetrics metrics, ILogger<EngineEndpoint> logger)
    {
        _options = options.Value;
        _methodsWithoutToken = [.. _options.MethodsWithoutToken.Select(Encoding.ASCII.GetBytes)];
        (_verifier, _router, _batches, _passThrough) = (verifier, router, batches, passThrough);
        (_mirror, _metrics, _logger) = (mirror, metrics, logger);
    }

    /// <summary>Answers one HTTP request, on the thread of its caller's connection.</summary>
    public void Handle(CallerExchange exchange)
    {
        var token = _verifier is null ? JwtVerdict.Accepted : CallerToken.Verify(_verifier, exchange.Head.Fields);
        if (CheckHead(exchange.Head, token) is { } refusal)
        {
            Refuse(exchange, refusal, default);
            return;
        }

        var hasToken = token == JwtVerdict.Accepted;
        var bytesMax = hasToken ? _options.BodyBytesMax : _options.BodyBytesWithoutTokenMax;
        using var body = exchange.ReadBody(bytesMax, out var failure);
        if (body is null)
        {
            Refuse(exchange, Unless(hasToken, RefusalOf(failure, bytesMax), token), default);
            return;
        }

        HandleBody(exchange, body, bytesMax, token);
    }

    /// <summary>Answers a head that is none.</summary>
    public void RefuseHead(CallerExchange exchange, int statusCode) => Refuse(
        exchange,
        statusCode == StatusCodes.Status408RequestTimeout ? Refusal.TooSlow : Refusal.BadHttp(statusCode), default);

    /// <summary>What can be said before the body is read.</summary>
    private static Refusal? CheckHead(in RequestHead head, JwtVerdict token)
    {
        if (!head.Line.IsPost)
        {
            return Refusal.HttpMethod;
        }

        if (token is not (JwtVerdict.Accepted or JwtVerdict.MissingToken))
        {
            return Refusal.Unauthorized(token.ToText());
        }

        return JsonContentType.IsAccepted(head.Fields) ? null : Refusal.ContentType;
    }

    /// <summary>A caller without a token is told that first, whatever else is wrong with a body that large.</summary>
    private static Refusal Unless(bool hasToken, Refusal refusal, JwtVerdict token) =>
        !hasToken && refusal.Reason == RefusalReason.TooLarge ? Refusal.Unauthorized(token.ToText()) : refusal;

    private void HandleBody(CallerExchange exchange, BodyLease body, long bytesMax, JwtVerdict token)
    {
        var encoding = exchange.Head.Fields.FindAll("Content-Encoding"u8);
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            HandleJson(exchange, body, body, token);
            return;
        }

        using var json = CompressedBody.Decode(encoding, body, bytesMax, out var refusal);
        if (json is null)
        {
            Refuse(exchange, Unless(token == JwtVerdict.Accepted, refusal!, token), default);
            return;
        }

        HandleJson(exchange, body, json, token);
    }

    private void HandleJson(CallerExchange exchange, BodyLease body, BodyLease json, JwtVerdict token)
    {
        var read = JsonRpcReader.Read(json.Bytes, _options.DepthMax, _options.BatchMembersMax);
        if (RefusalOf(read.Failure) is { } refusal)
        {
            Refuse(exchange, refusal, read.Id);
        }
        else if (token != JwtVerdict.Accepted && !WorksWithoutToken(read))
        {
            Refuse(exchange, Refusal.Unauthorized(token.ToText()), read.Id);
        }
        else
        {
            Answer(exchange, body, json, read);
        }
    }

    private void Answer(CallerExchange exchange, BodyLease body, BodyLease json, JsonRpcReadResult read)
    {
        foreach (var call in read.Calls)
        {
            _mirror?.Mirror(call);
        }

        var metric = read.IsBatch ? RequestMethod.Batch : CallRouter.MetricOf(read.Calls[0]);
        if (_mirror is null || !read.Calls.Any(CallRouter.HasWalk))
        {
            PassThrough(exchange, body, read, metric);
            return;
        }

        AfterAnswer.Begin();
        try
        {
            using var answer = read.IsBatch ? _batches.Answer(read.Calls, json) : _router.Answer(read.Calls[0], json);
            Count(metric, answer.StatusCode == StatusCodes.Status200OK);
            Write(exchange, answer);
        }
        finally
        {
            AfterAnswer.DoNow();
        }
    }

    private void PassThrough(CallerExchange exchange, BodyLease body, JsonRpcReadResult read, RequestMethod metric)
    {
        var failure = _passThrough.Forward(exchange, body);
        Count(metric, failure == UpstreamFailure.None);
        if (failure is not (UpstreamFailure.None or UpstreamFailure.Canceled) && !exchange.HasStarted)
        {
            using var answer = LocalAnswers.Failed(failure, read.IsBatch ? JsonRpcCall.Unreadable : read.Calls[0]);
            Write(exchange, answer);
        }
    }

    /// <summary>
    /// Without a token only the listed methods work, and only with the four members that JSON-RPC has: a parser that
    /// ignores case would read "Method" too, and we would have lent it our token.
    /// </summary>
    private bool WorksWithoutToken(JsonRpcReadResult read) => read.Calls.Count > 0 && read.Calls.All(
        call => !call.HasUnknownMembers && _methodsWithoutToken.Any(method => call.Method.Span.SequenceEqual(method)));

    private Refusal? RefusalOf(JsonRpcReadFailure failure) => failure switch
    {
        JsonRpcReadFailure.None => null,
        JsonRpcReadFailure.Malformed => Refusal.Malformed,
        JsonRpcReadFailure.TooDeep => Refusal.TooDeep(_options.DepthMax),
        JsonRpcReadFailure.InvalidRequest => Refusal.InvalidRequest,
        JsonRpcReadFailure.BatchTooLong => Refusal.BatchTooLong(_options.BatchMembersMax),
        _ => throw new UnreachableException(),
    };

    private static Refusal RefusalOf(BodyFailure failure, long bytesMax) => failure switch
    {
        BodyFailure.TooLarge => Refusal.TooLarge(bytesMax),
        BodyFailure.TooSlow => Refusal.TooSlow,
        BodyFailure.Disconnected => Refusal.Disconnected,
        BodyFailure.Malformed => Refusal.BadHttp(StatusCodes.Status400BadRequest),
        BodyFailure.NoLength => Refusal.BadHttp(StatusCodes.Status411LengthRequired),
        _ => throw new UnreachableException(),
    };

    private void Refuse(CallerExchange exchange, Refusal refusal, ReadOnlySequence<byte> id)
    {
        _metrics.RequestRefused(RequestMethod.None, refusal.Reason);
        Log.RequestRefused(_logger, exchange.Remote, refusal.Reason, refusal.Message);
        if (refusal == Refusal.Disconnected)
        {
            exchange.BreakOff();
            return;
        }

        using var answer = refusal.ToAnswer(id);
        exchange.BeginAnswer(answer.StatusCode);
        if (refusal.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            exchange.WriteField("Allow"u8, "POST"u8);
        }

        if (refusal.StatusCode == StatusCodes.Status401Unauthorized)
        {
            exchange.WriteField("WWW-Authenticate"u8, "Bearer"u8);
        }

        WriteBody(exchange, answer);
    }

    private static void Write(CallerExchange exchange, JsonRpcAnswer answer)
    {
        exchange.BeginAnswer(answer.StatusCode);
        WriteBody(exchange, answer);
    }

    private static void WriteBody(CallerExchange exchange, JsonRpcAnswer answer)
    {
        if (ForwardedAnswer.HasBody(answer.StatusCode))
        {
            exchange.WriteField("Content-Encoding"u8, answer.ContentEncoding);
            exchange.EndAnswer(answer.ContentType, answer.Content);
            return;
        }

        exchange.WriteField("Content-Type"u8, answer.ContentType);
        exchange.EndWithoutBody(ForwardedAnswer.LengthWithoutBody(answer.StatusCode));
    }

    private void Count(RequestMethod method, bool isAnswered)
    {
        if (isAnswered)
        {
            _metrics.RequestAnswered(method);
        }
        else
        {
            _metrics.RequestFailed(method);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Debug, "A request by {Remote} was refused, {Reason}: {Sentence}")]
        public static partial void RequestRefused(
            ILogger logger, System.Net.IPAddress? remote, RefusalReason reason, string sentence);
    }
}
