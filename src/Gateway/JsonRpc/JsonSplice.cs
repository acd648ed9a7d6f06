using System.Buffers;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>JSON put together from bytes of ours around a slice of somebody else's, which is never copied or read.</summary>
/// <param name="Head">Bytes before the slice.</param>
/// <param name="Body">The slice.</param>
/// <param name="Tail">Bytes after it.</param>
internal readonly record struct JsonSplice(
    ReadOnlyMemory<byte> Head, ReadOnlySequence<byte> Body, ReadOnlyMemory<byte> Tail)
{
    /// <summary>Length in bytes.</summary>
    public long Length => Head.Length + Body.Length + Tail.Length;

    /// <summary>Bytes that are sent as they are.</summary>
    public static JsonSplice Of(in ReadOnlySequence<byte> bytes) => new(default, bytes, default);

    /// <summary>Bytes that are sent as they are.</summary>
    public static JsonSplice Of(ReadOnlyMemory<byte> bytes) => new(bytes, ReadOnlySequence<byte>.Empty, default);

    /// <summary>Copies all of it.</summary>
    public void CopyTo(PooledBody destination)
    {
        destination.Write(Head.Span);
        destination.Write(Body);
        destination.Write(Tail.Span);
    }
}
