using System.Collections.Immutable;
using System.Threading.Channels;
using Sidecar.Contracts;
using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster.Blocks;

/// <summary>Tells the chain's other gateways of the blocks made here, for their operators' pages.</summary>
/// <remarks>
/// Apart from the outbox and from what counts as reaching the cluster: what is only looked at must not hold up, nor
/// speak for, what decides on blocks.
/// </remarks>
internal sealed class BlockSharing(
    BlockLog log, ClusterClient cluster, ClusterIdentity identity, GatewayMetrics metrics, TimeProvider time)
    : BackgroundService
{
    /// <summary>
    /// How long a block waits to be told of: what is learnt of it right after its answer goes along, and the write falls
    /// into the time when nothing of the chain waits for Redis.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>The same after a round that failed.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Channel<BlockSummary> _made = Channel.CreateBounded<BlockSummary>(
        new BoundedChannelOptions(BlockFeed.LengthMax) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly List<BlockSummary> _untold = [];

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
                _made.Writer.TryWrite(block);
            }
        };
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_untold.Count > 0 || await _made.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(_untold.Count > 0 ? RetryPause : Pause, time, stoppingToken);
                Take();
                await TellAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private void Take()
    {
        while (_made.Reader.TryRead(out var block))
        {
            _untold.RemoveAll(block.IsSameAs);
            _untold.Add(block);
        }

        _untold.RemoveRange(0, Math.Max(0, _untold.Count - BlockLog.BlocksMax));
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        if (identity.ChainId is null || !cluster.IsReachable)
        {
            return;
        }

        foreach (var page in _untold.GroupBy(block => block.Number / GrainKeys.BlocksAPage).ToList())
        {
            var blocks = page.ToImmutableList();
            if (!await TryTellAsync(blocks, stoppingToken))
            {
                return;
            }

            _untold.RemoveAll(blocks.Contains);
        }
    }

    private async Task<bool> TryTellAsync(ImmutableList<BlockSummary> blocks, CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        using var overdue = new CancellationTokenSource(Timeout, time);
        var outcome = ClusterOutcome.Answered;
        try
        {
            await cluster.BlockPage(blocks[0].Number)
                .CallAsync((grain, token) => grain.Add(blocks, token), overdue.Token)
                .WaitAsync(Timeout, time, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever breaks in the cluster, the next round tries again: hence a catch-all.
            outcome = e is TimeoutException or OperationCanceledException ? ClusterOutcome.Late : ClusterOutcome.Failed;
        }

        metrics.ClusterCalled(ClusterCall.AddBlocks, outcome, time.GetElapsedTime(started));
        return outcome == ClusterOutcome.Answered;
    }
}
