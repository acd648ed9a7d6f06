namespace Sidecar.Contracts;

/// <summary>Error codes of JSON-RPC 2.0 and of the Engine API (execution-apis common.md, "Errors").</summary>
public static class EngineErrorCodes
{
    /// <summary>The body is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The body is JSON but not a request.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>The method does not exist.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>The parameters do not fit the method.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A bug on the answering side.</summary>
    public const int InternalError = -32603;

    /// <summary>Generic failure. op-node retries after a second; op-batcher does not shut down on it.</summary>
    public const int ServerError = -32000;

    /// <summary>The answer is too large (go-ethereum's number for it).</summary>
    public const int ResponseTooLarge = -32003;

    /// <summary>No build process has this payload id.</summary>
    public const int UnknownPayload = -38001;

    /// <summary>The forkchoice state is inconsistent.</summary>
    public const int InvalidForkchoiceState = -38002;

    /// <summary>The payload attributes are invalid. Fatal to a sequencing op-node: never invent it.</summary>
    public const int InvalidPayloadAttributes = -38003;

    /// <summary>The method version does not fit the fork of the payload.</summary>
    public const int UnsupportedFork = -38005;
}
