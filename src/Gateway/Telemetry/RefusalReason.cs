namespace Sidecar.Gateway.Telemetry;

/// <summary>Why a request on the engine port was not accepted. A metric tag and a log field.</summary>
internal enum RefusalReason
{
    /// <summary>No token, or not a valid one.</summary>
    Unauthorized,

    /// <summary>Not JSON.</summary>
    Malformed,

    /// <summary>JSON, but not a JSON-RPC request.</summary>
    InvalidRequest,

    /// <summary>The body is over the limit.</summary>
    TooLarge,

    /// <summary>Nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>An empty batch, or one with more members than the limit.</summary>
    Batch,

    /// <summary>Not a JSON content type, or a content encoding that we do not read.</summary>
    ContentType,

    /// <summary>Not POST.</summary>
    HttpMethod,

    /// <summary>The body came too slowly.</summary>
    TooSlow,

    /// <summary>The caller went away before the request was complete.</summary>
    Disconnected,
}
