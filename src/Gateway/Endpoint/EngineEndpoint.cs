using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Endpoint;

/// <summary>The engine port: takes a request from HTTP to its walk and the answer back.</summary>
internal sealed partial class EngineEndpoint
{
    private const string IgnoredLength = "X-Content-Length";

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

    /// <summary>Answers one HTTP request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var token = _verifier?.Verify(context.Request.Headers.Authorization) ?? JwtVerdict.Accepted;
        if (CheckHead(context.Request, token) is { } refusal)
        {
            await RefuseAsync(context, refusal, default);
            return;
        }

        var hasToken = token == JwtVerdict.Accepted;
        var bytesMax = hasToken ? _options.BodyBytesMax : _options.BodyBytesWithoutTokenMax;
        var (body, bodyRefusal) = await RequestBody.ReadAsync(context, bytesMax);
        if (body is null)
        {
            await RefuseAsync(context, Unless(hasToken, bodyRefusal!, token), default);
            return;
        }

        using (body)
        {
            await HandleBodyAsync(context, body, bytesMax, token);
        }
    }

    /// <summary>What can be said before the body is read.</summary>
    private static Refusal? CheckHead(HttpRequest request, JwtVerdict token)
    {
        // RFC 9112, 6.1: both lengths at once smell of smuggling. Kestrel goes by the chunks and keeps the other one here.
        if (request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey(IgnoredLength))
        {
            return Refusal.BadHttp(StatusCodes.Status400BadRequest);
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return Refusal.HttpMethod;
        }

        if (token is not (JwtVerdict.Accepted or JwtVerdict.MissingToken))
        {
            return Refusal.Unauthorized(token.ToText());
        }

        return JsonContentType.IsAccepted(request.ContentType) ? null : Refusal.ContentType;
    }

    /// <summary>A caller without a token is told that first, whatever else is wrong with a body that large.</summary>
    private static Refusal Unless(bool hasToken, Refusal refusal, JwtVerdict token) =>
        !hasToken && refusal.Reason == RefusalReason.TooLarge ? Refusal.Unauthorized(token.ToText()) : refusal;

    private async Task HandleBodyAsync(HttpContext context, BodyLease body, long bytesMax, JwtVerdict token)
    {
        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            await HandleJsonAsync(context, body, body, token);
            return;
        }

        var (json, refusal) = await RequestBody.DecodeAsync(encoding, body, bytesMax, context.RequestAborted);
        if (json is null)
        {
            await RefuseAsync(context, Unless(token == JwtVerdict.Accepted, refusal!, token), default);
            return;
        }

        using (json)
        {
            await HandleJsonAsync(context, body, json, token);
        }
    }

    private async Task HandleJsonAsync(HttpContext context, BodyLease body, BodyLease json, JwtVerdict token)
    {
        var read = JsonRpcReader.Read(json.Bytes, _options.DepthMax, _options.BatchMembersMax);
        if (RefusalOf(read.Failure) is { } refusal)
        {
            await RefuseAsync(context, refusal, read.Id);
        }
        else if (token != JwtVerdict.Accepted && !WorksWithoutToken(read))
        {
            await RefuseAsync(context, Refusal.Unauthorized(token.ToText()), read.Id);
        }
        else
        {
            await AnswerAsync(context, body, json, read);
        }
    }

    private async Task AnswerAsync(HttpContext context, BodyLease body, BodyLease json, JsonRpcReadResult read)
    {
        foreach (var call in read.Calls)
        {
            _mirror?.Mirror(call);
        }

        var metric = read.IsBatch ? RequestMethod.Batch : CallRouter.MetricOf(read.Calls[0]);
        if (_mirror is null || !read.Calls.Any(CallRouter.HasWalk))
        {
            await PassThroughAsync(context, body, read, metric);
            return;
        }

        using var answer = read.IsBatch
            ? await _batches.AnswerAsync(read.Calls, json)
            : await _router.AnswerAsync(read.Calls[0], json);
        Count(metric, answer.StatusCode == StatusCodes.Status200OK);
        await AnswerWriter.WriteAsync(context, answer);
    }

    private async Task PassThroughAsync(HttpContext context, BodyLease body, JsonRpcReadResult read, RequestMethod metric)
    {
        var failure = await _passThrough.ForwardAsync(context, body);
        Count(metric, failure == UpstreamFailure.None);
        if (failure is not (UpstreamFailure.None or UpstreamFailure.Canceled) && !context.Response.HasStarted)
        {
            using var answer = LocalAnswers.Failed(failure, read.IsBatch ? JsonRpcCall.Unreadable : read.Calls[0]);
            await AnswerWriter.WriteAsync(context, answer);
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
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task RefuseAsync(HttpContext context, Refusal refusal, ReadOnlySequence<byte> id)
    {
        _metrics.RequestRefused(RequestMethod.None, refusal.Reason);
        Log.RequestRefused(_logger, context.Connection.RemoteIpAddress, refusal.Reason, refusal.Message);
        if (refusal == Refusal.Disconnected)
        {
            context.Abort();
            return;
        }

        if (refusal.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            context.Response.Headers.Allow = "POST";
        }

        if (refusal.StatusCode == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        using var answer = refusal.ToAnswer(id);
        await AnswerWriter.WriteAsync(context, answer);
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
