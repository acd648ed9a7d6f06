using Sidecar.Gateway.Blocks;

namespace Sidecar.Gateway.Cluster.Blocks;

/// <summary>Takes this gateway's blocks from the feed into the log, with the gateway's name on them.</summary>
internal sealed class BlockPump(BlockFeed feed, BlockLog log, ClusterIdentity identity) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await feed.WaitAsync(stoppingToken))
            {
                while (feed.TryTake(out var block))
                {
                    log.Add(block! with { GatewayId = identity.GatewayId });
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }
}
