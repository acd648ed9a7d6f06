using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>A JSON-RPC error of the debug API.</summary>
internal sealed record DebugError(int Code, string Message)
{
    public static readonly DebugError NotJson = new(EngineErrorCodes.ParseError, "The body is not JSON.");

    public static readonly DebugError NotRequest = new(
        EngineErrorCodes.InvalidRequest,
        "Not a JSON-RPC 2.0 request: an object with jsonrpc \"2.0\", a method, and an id that is a string, a number or "
        + "null.");

    public static readonly DebugError EmptyBatch = new(EngineErrorCodes.InvalidRequest, "The batch is empty.");

    public static readonly DebugError UnknownMethod = new(
        EngineErrorCodes.MethodNotFound,
        "Unknown method. This port has debug_setExecutionMode and debug_getExecutionMode.");

    public static readonly DebugError InvalidMode = new(
        EngineErrorCodes.InvalidParams,
        $"Expected params [{{\"execution_mode\": mode}}], where mode is {ExecutionModeText.Accepted}.");
}
