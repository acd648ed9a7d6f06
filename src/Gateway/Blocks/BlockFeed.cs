using System.Threading.Channels;
using Sidecar.Contracts.Blocks;

namespace Sidecar.Gateway.Blocks;

/// <summary>Takes what the walks tell of their blocks, for those who show it.</summary>
/// <remarks>Posting never waits. When nobody takes, the oldest go: they are worth nothing to a chain.</remarks>
internal sealed class BlockFeed
{
    /// <summary>Blocks that may wait to be taken.</summary>
    public const int LengthMax = 1024;

    private readonly Channel<BlockSummary> _posted = Channel.CreateBounded<BlockSummary>(
        new BoundedChannelOptions(LengthMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>A block was answered, or more is known of one. Its gateway is filled in by whoever takes it.</summary>
    public void Post(BlockSummary block) => _posted.Writer.TryWrite(block);

    /// <summary>Ends when there is something to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _posted.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake(out BlockSummary? block) => _posted.Reader.TryRead(out block);
}
