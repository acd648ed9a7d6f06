using System.Buffers;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>What a body turned out to be.</summary>
/// <param name="Failure">Why it is not a request, or <see cref="JsonRpcReadFailure.None"/>.</param>
/// <param name="Calls">The requests in order; exactly one unless <paramref name="IsBatch"/>.</param>
/// <param name="IsBatch">Whether the body is an array.</param>
/// <param name="Id">The id to echo with an error, if one was found before the failure.</param>
internal readonly record struct JsonRpcReadResult(
    JsonRpcReadFailure Failure,
    IReadOnlyList<JsonRpcCall> Calls,
    bool IsBatch,
    ReadOnlySequence<byte> Id)
{
    public static JsonRpcReadResult Failed(JsonRpcReadFailure failure, ReadOnlySequence<byte> id = default) =>
        new(failure, [], false, id);
}

/// <summary>Why a body is not a JSON-RPC request.</summary>
internal enum JsonRpcReadFailure
{
    None,

    /// <summary>Not JSON, or something after the JSON.</summary>
    Malformed,

    /// <summary>Nested deeper than the limit.</summary>
    TooDeep,

    /// <summary>JSON, but neither a request object nor an array of them.</summary>
    InvalidRequest,

    /// <summary>More members than the limit.</summary>
    BatchTooLong,
}
