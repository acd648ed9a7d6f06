using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Why a request is not answered: the HTTP status, and the JSON-RPC error that explains it.</summary>
internal sealed record Refusal(RefusalReason Reason, int StatusCode, int Code, string Message)
{
    public static readonly Refusal Disconnected =
        new(RefusalReason.Disconnected, StatusCodes.Status400BadRequest, EngineErrorCodes.InvalidRequest, "The request ended early.");

    public static readonly Refusal TooSlow = new(
        RefusalReason.TooSlow, StatusCodes.Status408RequestTimeout, EngineErrorCodes.InvalidRequest,
        "The request's body came too slowly.");

    public static readonly Refusal HttpMethod = new(
        RefusalReason.HttpMethod, StatusCodes.Status405MethodNotAllowed, EngineErrorCodes.InvalidRequest,
        "JSON-RPC is spoken by POST. GET works for /healthz, /readyz and /livez.");

    public static readonly Refusal ContentType = new(
        RefusalReason.ContentType, StatusCodes.Status415UnsupportedMediaType, EngineErrorCodes.InvalidRequest,
        "Content-Type must be application/json, application/json-rpc or application/jsonrequest.");

    public static readonly Refusal ContentEncoding = new(
        RefusalReason.ContentType, StatusCodes.Status415UnsupportedMediaType, EngineErrorCodes.InvalidRequest,
        "Content-Encoding must be absent or one of gzip, deflate and br.");

    public static readonly Refusal BadCompression = new(
        RefusalReason.Malformed, StatusCodes.Status400BadRequest, EngineErrorCodes.ParseError,
        "The body is not what its Content-Encoding says.");

    public static readonly Refusal Malformed = new(
        RefusalReason.Malformed, StatusCodes.Status200OK, EngineErrorCodes.ParseError, "Parse error: the body is not JSON.");

    public static readonly Refusal InvalidRequest = new(
        RefusalReason.InvalidRequest, StatusCodes.Status200OK, EngineErrorCodes.InvalidRequest,
        "Invalid request: neither a JSON-RPC request nor a batch of them.");

    public static Refusal Unauthorized(string why) => new(
        RefusalReason.Unauthorized, StatusCodes.Status401Unauthorized, EngineErrorCodes.ServerError, "Unauthorized: " + why);

    public static Refusal TooLarge(long bytesMax) => new(
        RefusalReason.TooLarge, StatusCodes.Status413PayloadTooLarge, EngineErrorCodes.InvalidRequest,
        $"The request's body is over the limit of {bytesMax} bytes.");

    public static Refusal TooDeep(int depthMax) => new(
        RefusalReason.TooDeep, StatusCodes.Status200OK, EngineErrorCodes.InvalidRequest,
        $"Invalid request: nested deeper than {depthMax} levels.");

    public static Refusal BatchTooLong(int membersMax) => new(
        RefusalReason.Batch, StatusCodes.Status200OK, EngineErrorCodes.InvalidRequest,
        $"Invalid request: a batch may have {membersMax} members.");

    public static Refusal BadHttp(int statusCode) => new(
        RefusalReason.Malformed, statusCode, EngineErrorCodes.InvalidRequest, "The request is not well-formed HTTP.");

    /// <summary>What the caller gets.</summary>
    public JsonRpcAnswer ToAnswer(System.Buffers.ReadOnlySequence<byte> id) => JsonRpcAnswer.Error(id, Code, Message, StatusCode);
}
