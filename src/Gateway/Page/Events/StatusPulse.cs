using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using Sidecar.Gateway.Cluster.Blocks;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Page.Events;

/// <summary>Tells listeners of blocks and orders as they come, and each second how everything else is.</summary>
internal sealed partial class StatusPulse(
    EventHub hub, BlockLog log, ClusterBlocks clusterBlocks, StatusViews status, ModeCommand mode,
    ExecutionModeSwitch modeSwitch, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StatusPulse> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private int _ordersHeard;
    private int _ordersTold;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        log.Changed += OnBlock;
        modeSwitch.Audit.Added += _ => Interlocked.Increment(ref _ordersHeard);
        lifetime.ApplicationStopping.Register(hub.Close);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (hub.Count > 0)
                {
                    await TellAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private void OnBlock(BlockSummary block) => hub.Tell(EventNames.Block, BlockView.From(block));

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await clusterBlocks.RefreshAsync(cancellationToken);
            hub.Show(EventNames.Blocks, BlockViews.Source(clusterBlocks.IsComplete));
            hub.Show(EventNames.Builders, status.Builders());
            hub.Show(EventNames.Cluster, await status.ClusterAsync(cancellationToken));
            hub.Show(EventNames.Health, status.Health());
            if (Volatile.Read(ref _ordersHeard) is var heard && heard != _ordersTold)
            {
                _ordersTold = heard;
                hub.Tell(EventNames.Mode, await mode.ReadAsync(cancellationToken));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A page that shows less must not end the pulse: hence a catch-all.
            Log.PulseBroke(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Error, "What listeners of the page are told could not be read.")]
        public static partial void PulseBroke(ILogger logger, Exception exception);
    }
}
