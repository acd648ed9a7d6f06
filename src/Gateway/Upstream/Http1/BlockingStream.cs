using System.Net.Sockets;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>A connection whose reads and writes block, those that are called asynchronous too.</summary>
/// <remarks>
/// So one client serves both kinds of callers: over this stream, what it awaits is always over already, and its code runs
/// straight through on the caller's thread. Only for threads that may block.
/// </remarks>
internal sealed class BlockingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>Whether something can be read without waiting: bytes, or the end.</summary>
    public bool HasInput => Socket.Poll(0, SelectMode.SelectRead);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
