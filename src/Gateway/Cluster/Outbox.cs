using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Threads;

namespace Sidecar.Gateway.Cluster;

/// <summary>
/// Tells the cluster what nobody waits for, one thing after the other in the order it happened, and later if the cluster
/// is away.
/// </summary>
internal sealed partial class Outbox(
    ClusterClient client, GatewayMetrics metrics, TimeProvider time, ILogger<Outbox> logger) : BackgroundService
{
    private const int CountMax = 1024;

    private readonly Lock _lock = new();
    private readonly LinkedList<Item> _items = new();
    private TaskCompletionSource _added = NewSignal();
    private TaskCompletionSource? _told;

    /// <summary>Things that wait to be told.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _items.Count;
            }
        }
    }

    /// <summary>Adds something to tell. Returns at once; the oldest goes when there is too much.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="tell">Tells it; may run several times.</param>
    public void Add(ClusterCall name, Func<CancellationToken, Task> tell)
    {
        var dropped = 0;
        lock (_lock)
        {
            _items.AddLast(new Item(name, tell, time.GetTimestamp()));
            while (_items.Count > CountMax)
            {
                _items.RemoveFirst();
                dropped++;
            }
        }

        // It has its place; to be told it has time until the call's answer is out.
        AfterAnswer.Do(Wake);
        metrics.ClusterUntold(dropped);
    }

    /// <summary>Tells what is left, if the cluster is there and for a moment: after that nobody else could.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using var overdue = new CancellationTokenSource(ClusterLimits.HandOverMax, time);
        try
        {
            while (client.IsReachable && Count > 0)
            {
                await Told().WaitAsync(overdue.Token);
            }
        }
        catch (OperationCanceledException) when (overdue.IsCancellationRequested)
        {
            Log.NotToldAtTheEnd(logger, Count);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TellAllAsync(stoppingToken);
                await Added().WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is small and about builds that another gateway now makes its own way through.
        }
    }

    private async Task TellAllAsync(CancellationToken stoppingToken)
    {
        while (First() is { } item)
        {
            if (time.GetElapsedTime(item.AddedAt) > ClusterLimits.TellAgeMax || item.Tries >= ClusterLimits.TellTriesMax)
            {
                metrics.ClusterUntold(1);
                Log.TooOld(logger, item.Name);
                Remove(item);
                continue;
            }

            await client.Back.WaitAsync(stoppingToken);
            item.Tries++;
            var reply = await client.TellAsync(item.Name, async token =>
            {
                await item.Tell(token);
                return true;
            });
            if (reply.HasAnswer)
            {
                Remove(item);
            }
            else
            {
                // One store may answer again before another does: tries in a row would be over before it is back.
                await Task.Delay(ClusterLimits.TellPause, time, stoppingToken);
            }
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            _added.TrySetResult();
        }
    }

    private Item? First()
    {
        lock (_lock)
        {
            if (_items.First is null)
            {
                _added = NewSignal();
            }

            return _items.First?.Value;
        }
    }

    /// <summary>Ends when one more thing is told, or given up.</summary>
    private Task Told()
    {
        lock (_lock)
        {
            return _items.Count == 0 ? Task.CompletedTask : (_told ??= NewSignal()).Task;
        }
    }

    private Task Added()
    {
        lock (_lock)
        {
            return _added.Task;
        }
    }

    private void Remove(Item item)
    {
        lock (_lock)
        {
            _items.Remove(item);
            _told?.TrySetResult();
            _told = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Item(ClusterCall name, Func<CancellationToken, Task> tell, long addedAt)
    {
        public ClusterCall Name => name;

        public Func<CancellationToken, Task> Tell => tell;

        public long AddedAt => addedAt;

        /// <summary>Only the telling loop counts.</summary>
        public int Tries { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(5010, LogLevel.Warning,
            "The cluster could not be told {Call}: it was away for too long, or refused it again and again.")]
        public static partial void TooOld(ILogger logger, ClusterCall call);

        [LoggerMessage(5011, LogLevel.Warning, "{Count} things that the cluster should know were not told before the end.")]
        public static partial void NotToldAtTheEnd(ILogger logger, int count);
    }
}
