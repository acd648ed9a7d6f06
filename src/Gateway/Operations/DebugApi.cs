using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Operations;

/// <summary>The operations port: rollup-boost's debug API, JSON-RPC by POST to any path.</summary>
/// <remarks>
/// Only JSON content types are read, as rollup-boost does: a web page cannot send one to another origin unasked, and so
/// cannot switch the builder off through an operator's browser.
/// </remarks>
internal sealed partial class DebugApi(
    ExecutionModeSwitch mode, IOptions<OperationsOptions> options, ILogger<DebugApi> logger)
{
    /// <summary>Longest request body. The longest useful request has some hundred bytes.</summary>
    public const int BodyBytesMax = 64 * 1024;

    // The answer is never put into a page, so quotes need no escape that makes the message unreadable.
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OperatorToken? _token = OperatorToken.From(options.Value.Token);

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            context.Response.Headers.Allow = "POST";
            Refuse(context, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        if (_token is not null && !_token.IsIn(request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            Refuse(context, StatusCodes.Status401Unauthorized);
            return;
        }

        if (!request.HasJsonContentType())
        {
            Refuse(context, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        try
        {
            var body = await LimitedBody.ReadAsync(request, BodyBytesMax, context.RequestAborted);
            if (body is null)
            {
                Refuse(context, StatusCodes.Status413PayloadTooLarge);
                return;
            }

            await AnswerAsync(context, body);
        }
        catch (BadHttpRequestException exception)
        {
            Refuse(context, exception.StatusCode);
        }
    }

    private async Task AnswerAsync(HttpContext context, byte[] body)
    {
        var answer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(answer, WriterOptions))
        {
            WriteAnswers(json, body, RemoteOf(context));
        }

        var response = context.Response;
        if (answer.WrittenCount == 0)
        {
            // Only notifications: JSON-RPC 2.0 has no answer to them.
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = answer.WrittenCount;
        await response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted);
    }

    private void WriteAnswers(Utf8JsonWriter json, byte[] body, IPAddress remote)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            DebugAnswer.WriteError(json, "null"u8, DebugError.NotJson);
            return;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                WriteAnswer(json, root, remote);
            }
            else if (root.GetArrayLength() == 0)
            {
                DebugAnswer.WriteError(json, "null"u8, DebugError.EmptyBatch);
            }
            else
            {
                WriteBatch(json, root, remote);
            }
        }
    }

    private void WriteBatch(Utf8JsonWriter json, JsonElement batch, IPAddress remote)
    {
        var isOpen = false;
        foreach (var member in batch.EnumerateArray())
        {
            // Opened by the first answer, because a batch of notifications gets none, not an empty list.
            if (!isOpen && !IsNotification(member))
            {
                json.WriteStartArray();
                isOpen = true;
            }

            WriteAnswer(json, member, remote);
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static bool IsNotification(JsonElement member) =>
        DebugRequest.TryRead(member, out var request) && request.IsNotification;

    private void WriteAnswer(Utf8JsonWriter json, JsonElement element, IPAddress remote)
    {
        if (!DebugRequest.TryRead(element, out var request))
        {
            DebugAnswer.WriteError(json, "null"u8, DebugError.NotRequest);
            return;
        }

        var error = Execute(request, remote, out var current);
        if (request.IsNotification)
        {
            return;
        }

        if (error is null)
        {
            DebugAnswer.WriteMode(json, request.RawId, current);
        }
        else
        {
            DebugAnswer.WriteError(json, request.RawId, error);
        }
    }

    private DebugError? Execute(DebugRequest request, IPAddress remote, out ExecutionMode current)
    {
        current = mode.Current;
        switch (request.Method)
        {
            case DebugMethod.GetExecutionMode:
                Log.ModeRead(logger, remote, current);
                return null;

            case DebugMethod.SetExecutionMode when request.TryReadMode(out var wanted):
                mode.Set(wanted, remote.ToString(), "debug_setExecutionMode");
                current = wanted;
                return null;

            case DebugMethod.SetExecutionMode:
                Log.CallRefused(logger, remote, request.Method, DebugError.InvalidMode.Code);
                return DebugError.InvalidMode;

            case DebugMethod.Unknown:
                Log.CallRefused(logger, remote, request.Method, DebugError.UnknownMethod.Code);
                return DebugError.UnknownMethod;

            default:
                throw new UnreachableException();
        }
    }

    private void Refuse(HttpContext context, int statusCode)
    {
        // Wrong tokens are limited by the guard; the rest, which anybody can send at any rate, must not fill the log.
        if (statusCode == StatusCodes.Status401Unauthorized)
        {
            Log.TokenRefused(logger, RemoteOf(context));
        }
        else
        {
            Log.RequestRefused(logger, RemoteOf(context), statusCode);
        }

        context.Response.StatusCode = statusCode;
    }

    private static IPAddress RemoteOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;

    private static partial class Log
    {
        [LoggerMessage(6010, LogLevel.Debug, "{Remote} asked for the execution mode, {Mode}.")]
        public static partial void ModeRead(ILogger logger, IPAddress remote, ExecutionMode mode);

        [LoggerMessage(6011, LogLevel.Information, "{Remote} called {Method} and got error {Code}.")]
        public static partial void CallRefused(ILogger logger, IPAddress remote, DebugMethod method, int code);

        [LoggerMessage(6014, LogLevel.Warning, "A request by {Remote} to the debug API had no token or a wrong one.")]
        public static partial void TokenRefused(ILogger logger, IPAddress remote);

        [LoggerMessage(6012, LogLevel.Debug, "A request by {Remote} to the debug API was refused with {StatusCode}.")]
        public static partial void RequestRefused(ILogger logger, IPAddress remote, int statusCode);
    }
}
