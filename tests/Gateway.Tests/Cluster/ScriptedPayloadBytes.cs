using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.Cluster;

/// <summary>A store whose writes end when and how a test says.</summary>
internal sealed class ScriptedPayloadBytes : IPayloadBytes
{
    private readonly Channel<Write> _writes = Channel.CreateUnbounded<Write>();

    public bool IsKept { get; init; } = true;

    /// <summary>The next write that begins.</summary>
    public async Task<Write> NextAsync() =>
        await _writes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

    public bool HasNext => _writes.Reader.TryPeek(out _);

    public Task<bool> WriteAsync(PayloadKey key, ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        var write = new Write(key, bytes);
        cancellationToken.Register(() => write.End(false));
        _writes.Writer.TryWrite(write);
        return write.Ended;
    }

    public Task<BodyLease?> ReadAsync(PayloadKey key, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    internal sealed class Write(PayloadKey key, ReadOnlySequence<byte> bytes)
    {
        private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PayloadKey Key => key;

        /// <summary>What the bytes are now: other ones if their memory was given away.</summary>
        public string Text => Encoding.UTF8.GetString(bytes);

        public Task<bool> Ended => _ended.Task;

        public void End(bool isWritten) => _ended.TrySetResult(isWritten);

        public void Break() => _ended.TrySetException(new InvalidOperationException("broken"));
    }
}
