using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>
/// Writes the bytes of answers off the reply path, one payload at a time, oldest first. Tries again while the store is
/// away, until a payload is too old to be asked for.
/// </summary>
/// <remarks>Safe for concurrent use; adding never waits. Over its limits the oldest payload is dropped and counted.</remarks>
internal sealed partial class PayloadWriter : BackgroundService
{
    /// <summary>Two minutes of blocks at one a second, and some.</summary>
    public const int CountMax = 256;

    /// <summary>Dozens of large blocks: more than what a Redis that was away for two minutes will be asked for.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Queue<Item> _items = new();
    private readonly TaskCompletionSource _stopping = NewSignal();
    private readonly TaskCompletionSource _ended = NewSignal();
    private readonly IPayloadBytes _bytes;
    private readonly ClusterOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<PayloadWriter> _logger;
    private TaskCompletionSource _added = NewSignal();
    private long _bytesQueued;

    public PayloadWriter(
        IPayloadBytes bytes, IOptions<ClusterOptions> options, GatewayMetrics metrics, TimeProvider time,
        ILogger<PayloadWriter> logger)
    {
        _bytes = bytes;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        metrics.ObservePayloadQueue(() => Count, () => BytesQueued);
    }

    /// <summary>Payloads waiting, the one being written included.</summary>
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

    /// <summary>Bytes that waiting payloads keep in memory.</summary>
    public long BytesQueued
    {
        get
        {
            lock (_lock)
            {
                return _bytesQueued;
            }
        }
    }

    /// <summary>Queues a payload. Takes over its lease.</summary>
    public void Add(PayloadKey key, AnsweredPayload payload)
    {
        if (!_bytes.IsKept)
        {
            payload.Dispose();
            return;
        }

        lock (_lock)
        {
            _items.Enqueue(new Item(key, payload, _time.GetTimestamp()));
            _bytesQueued += payload.Lease.Length;

            // The newest stays, however large: it is the one that will be asked for.
            while (_items.Count > 1 && (_items.Count > CountMax || _bytesQueued > BytesMax))
            {
                DropFirst_NeedsLock(PayloadDropReason.Full);
            }

            if (_ended.Task.IsCompleted)
            {
                DropFirst_NeedsLock(PayloadDropReason.Stopped);
            }

            _added.TrySetResult();
        }
    }

    /// <summary>Writes what is waiting as long as that works and <paramref name="cancellationToken"/> allows.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.TrySetResult();
        lock (_lock)
        {
            _added.TrySetResult();
        }

        try
        {
            await (ExecuteTask is null ? Task.CompletedTask : _ended.Task.WaitAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The time for stopping is over; what is left is dropped.
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await WriteNextAsync(stoppingToken))
            {
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The time for stopping is over.
        }
        finally
        {
            End();
        }
    }

    /// <summary>Waits for a payload and writes it, or fails to; false when it is time to end.</summary>
    private async Task<bool> WriteNextAsync(CancellationToken stoppingToken)
    {
        if (Next(out var added) is not { } item)
        {
            await added.WaitAsync(stoppingToken);
            return !_stopping.Task.IsCompleted || Count > 0;
        }

        // A lease of our own: the queue may drop the payload meanwhile.
        using (item.Payload)
        {
            if (await TryWriteAsync(item, stoppingToken))
            {
                Remove(item);
                return true;
            }
        }

        if (_stopping.Task.IsCompleted)
        {
            return false;
        }

        await PauseAsync(stoppingToken);
        return true;
    }

    /// <summary>The oldest payload with a lease for the caller, or null and what to wait for.</summary>
    private Item? Next(out Task added)
    {
        lock (_lock)
        {
            while (_items.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.QueuedAt) > _options.PayloadAgeMax)
            {
                DropFirst_NeedsLock(PayloadDropReason.Aged);
            }

            var next = _items.TryPeek(out var first) ? first with { Payload = first.Payload.Share() } : null;
            _added = next is null && !_stopping.Task.IsCompleted ? NewSignal() : _added;
            added = _added.Task;
            return next;
        }
    }

    /// <returns>Whether the payload is done with.</returns>
    private async Task<bool> TryWriteAsync(Item item, CancellationToken stoppingToken)
    {
        try
        {
            return await _bytes.WriteAsync(item.Key, item.Payload.Result, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The loop must outlive whatever one payload does to it.
            Log.WriteBroke(_logger, item.Key.BlockHash, e);
            return true;
        }
    }

    private async Task PauseAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _stopping.Task.WaitAsync(RetryInterval, _time, stoppingToken);
        }
        catch (TimeoutException)
        {
            // Nobody stops us: try again.
        }
    }

    private void Remove(Item written)
    {
        lock (_lock)
        {
            if (_items.TryPeek(out var first) && first.QueueEntry == written.QueueEntry)
            {
                RemoveFirst_NeedsLock();
            }
        }
    }

    private void End()
    {
        lock (_lock)
        {
            while (_items.Count > 0)
            {
                DropFirst_NeedsLock(PayloadDropReason.Stopped);
            }

            _ended.TrySetResult();
        }
    }

    private void DropFirst_NeedsLock(PayloadDropReason reason)
    {
        var dropped = RemoveFirst_NeedsLock();
        _metrics.PayloadDropped(reason);
        Log.PayloadDropped(_logger, dropped.Key.BlockHash, dropped.Key.PayloadId, reason);
    }

    private Item RemoveFirst_NeedsLock()
    {
        var first = _items.Dequeue();
        _bytesQueued -= first.Payload.Lease.Length;
        first.Payload.Dispose();
        return first;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Item(PayloadKey Key, AnsweredPayload Payload, long QueuedAt)
    {
        /// <summary>The same for an item and its copies that hold leases of their own.</summary>
        public object QueueEntry { get; } = new();
    }

    private static partial class Log
    {
        [LoggerMessage(5211, LogLevel.Warning,
            "The bytes of block {BlockHash} for {PayloadId} were not written to Redis: {Reason}.")]
        public static partial void PayloadDropped(
            ILogger logger, BlockHash blockHash, PayloadId payloadId, PayloadDropReason reason);

        [LoggerMessage(5213, LogLevel.Error, "Writing the bytes of block {BlockHash} broke.")]
        public static partial void WriteBroke(ILogger logger, BlockHash blockHash, Exception exception);
    }
}
