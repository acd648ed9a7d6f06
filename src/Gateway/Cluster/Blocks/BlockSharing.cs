using System.Collections.Immutable;
using System.Threading.Channels;
using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster.Blocks;

/// <summary>Tells the chain's other gateways of the blocks made here, for their operators' pages.</summary>
internal sealed class BlockSharing(
    BlockLog log, ClusterClient cluster, ClusterIdentity identity, Outbox outbox, TimeProvider time)
    : BackgroundService
{
    /// <summary>
    /// How long a block waits to be told of: what is learnt of it right after its answer goes along, and the write falls
    /// into the time when nothing of the chain waits for Redis.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly Channel<BlockSummary> _untold = Channel.CreateBounded<BlockSummary>(
        new BoundedChannelOptions(BlockFeed.LengthMax) { FullMode = BoundedChannelFullMode.DropOldest });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!identity.IsShared)
        {
            return Task.CompletedTask;
        }

        log.Changed += block =>
        {
            if (block.GatewayId == identity.GatewayId)
            {
                _untold.Writer.TryWrite(block);
            }
        };
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _untold.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
                if (identity.ChainId is not null)
                {
                    Tell();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private void Tell()
    {
        var newest = new Dictionary<(ulong, PayloadId?, BlockHash), BlockSummary>();
        while (_untold.Reader.TryRead(out var block))
        {
            newest[(block.Number, block.PayloadId, block.Hash)] = block;
        }

        foreach (var page in newest.Values.GroupBy(block => block.Number / GrainKeys.BlocksAPage))
        {
            var blocks = page.ToImmutableList();
            outbox.Add(
                ClusterCall.AddBlocks,
                cluster.BlockPage(blocks[0].Number).Call((grain, token) => grain.Add(blocks, token)));
        }
    }
}
