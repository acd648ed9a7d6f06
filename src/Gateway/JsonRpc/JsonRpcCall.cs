using System.Buffers;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>One JSON-RPC request, located in its body and not decoded. Slices live as long as the body's lease.</summary>
/// <param name="Raw">The whole request object.</param>
/// <param name="Id">The raw token of <c>id</c>, echoed byte for byte; empty for a notification.</param>
/// <param name="Method">The method's name, unescaped; empty if it is longer than any method we could know.</param>
/// <param name="Params">The raw <c>params</c> value; empty if there is none.</param>
/// <param name="HasUnknownMembers">Whether there are members besides jsonrpc, id, method and params.</param>
internal sealed record JsonRpcCall(
    ReadOnlySequence<byte> Raw,
    ReadOnlySequence<byte> Id,
    ReadOnlyMemory<byte> Method,
    ReadOnlySequence<byte> Params,
    bool HasUnknownMembers)
{
    /// <summary>A member of a batch that is no request: it keeps its place, with nothing located in it.</summary>
    public static readonly JsonRpcCall Unreadable = new(default, default, default, default, true);

    /// <summary>Whether this is a request at all.</summary>
    public bool IsReadable => !Raw.IsEmpty;

    /// <summary>A notification wants no answer (JSON-RPC 2.0, section 4.1).</summary>
    public bool IsNotification => Id.IsEmpty;
}
