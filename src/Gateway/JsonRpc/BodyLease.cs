using System.Buffers;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>One holder's right to read a <see cref="PooledBody"/>. See there for the lifetime rules.</summary>
internal sealed class BodyLease(PooledBody body, ReadOnlySequence<byte> bytes) : IDisposable
{
    private static readonly ReadOnlySequence<byte> Gone = ReadOnlySequence<byte>.Empty;

    private PooledBody? _body = body;

    /// <summary>The whole body. Slices of it are valid as long as this lease is.</summary>
    public ReadOnlySequence<byte> Bytes => Volatile.Read(ref _body) is null ? Gone : bytes;

    /// <summary>Length of the body in bytes, known even after the lease has ended.</summary>
    public long Length => bytes.Length;

    /// <summary>A copy of bytes that already are in memory, for small bodies and tests.</summary>
    public static BodyLease Copy(ReadOnlySpan<byte> bytes)
    {
        var body = new PooledBody(bytes.Length);
        body.Write(bytes);
        return body.Complete();
    }

    /// <summary>A second lease on the same bytes, for a second holder.</summary>
    public BodyLease Share()
    {
        var body = Volatile.Read(ref _body);
        ObjectDisposedException.ThrowIf(body is null, this);
        body.AddHolder();
        return new BodyLease(body, bytes);
    }

    public void Dispose() => Interlocked.Exchange(ref _body, null)?.RemoveHolder();
}
