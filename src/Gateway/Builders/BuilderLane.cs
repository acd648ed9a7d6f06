using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>
/// The one ordered lane to a builder: newPayload(N) goes before forkchoiceUpdated(head N), waiting updates without
/// attributes are replaced by the newest, and an update with attributes overtakes everything but the block it builds on.
/// </summary>
/// <remarks>Adding never waits. Nothing here can delay local: the lane has connections, limits and time of its own.</remarks>
internal sealed partial class BuilderLane : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly IUpstreamClient _builder;
    private readonly BuilderSync _sync;
    private readonly BoostSyncOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<BuilderLane> _logger;
    private readonly LaneQueue _queue;
    private readonly HeadPacing _pacing;
    private readonly Action _wake;
    private TaskCompletionSource _added = NewSignal();
    private readonly Dictionary<BlockHash, Task> _blocksOnTheWire = [];
    private Task _attributesOnTheWire = Task.CompletedTask;

    public BuilderLane(
        IUpstreamClient builder, BuilderSync sync, IOptions<BoostSyncOptions> options, GatewayMetrics metrics,
        TimeProvider time, ILogger<BuilderLane> logger)
    {
        _wake = Wake;
        _logger = logger;
        _builder = builder;
        _sync = sync;
        _options = options.Value;
        _metrics = metrics;
        _time = time;
        _pacing = new HeadPacing(time, _options.SameHeadInterval);
        _queue = new LaneQueue(_options.QueueLengthMax, _options.QueueBytesMax);
        metrics.ObserveLane(() => Count, () => Bytes);
    }

    /// <summary>Calls waiting.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Bytes waiting.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _queue.Bytes;
            }
        }
    }

    /// <summary>How long the oldest call has waited; null if none waits.</summary>
    public TimeSpan? OldestAge
    {
        get
        {
            lock (_lock)
            {
                return _queue.OldestQueuedAt is { } at ? _time.GetElapsedTime(at) : null;
            }
        }
    }

    /// <summary>Queues a block. Takes over its lease.</summary>
    /// <param name="call">The block.</param>
    /// <param name="isReplay">Whether it brings a builder that was away up to the head.</param>
    /// <param name="trace">The call of op-node that it came with; the present one unless told otherwise.</param>
    /// <returns>Ends when the builder has answered or will not be asked.</returns>
    public Task Add(NewPayloadCall call, bool isReplay = false, CallTrace? trace = null) =>
        Add(new LaneItem(call, null, _time.GetTimestamp(), isReplay) { Trace = trace ?? CallTrace.Current });

    /// <summary>Queues a head.</summary>
    /// <returns>Ends when the builder has answered or will not be asked.</returns>
    public Task Add(ForkchoiceCall call, bool isReplay = false) =>
        Add(new LaneItem(null, call, _time.GetTimestamp(), isReplay));

    /// <summary>Drops everything that waits.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _metrics.LaneDropped(LaneDropReason.Gated, _queue.Clear());
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            LaneItem? item;
            Task attributes;
            bool isEmpty;
            Task added;
            lock (_lock)
            {
                item = _queue.Take(_pacing.MayGo);
                NoteOnTheWire_NeedsLock(item);
                attributes = _attributesOnTheWire;
                isEmpty = _queue.Count == 0;
                _added = item is null ? NewSignal() : _added;
                added = _added.Task;
            }

            if (item is null)
            {
                await WaitAsync(added, isEmpty ? Timeout.InfiniteTimeSpan : _pacing.Remaining, stoppingToken);
                continue;
            }

            if (item.Forkchoice is not null)
            {
                // A head that came after attributes must also arrive after them, and never after newer ones.
                await attributes;
                if (HaveNewerStarted(attributes))
                {
                    Drop(item, LaneDropReason.Superseded);
                    continue;
                }
            }

            await SendOrDropAsync(item);
        }
    }

    private bool HaveNewerStarted(Task attributes)
    {
        lock (_lock)
        {
            return _attributesOnTheWire != attributes;
        }
    }

    /// <summary>Remembers a block from before it is sent until it is done, whichever path sends it.</summary>
    private void NoteOnTheWire_NeedsLock(LaneItem? item)
    {
        foreach (var (hash, done) in _blocksOnTheWire)
        {
            if (done.IsCompleted)
            {
                _blocksOnTheWire.Remove(hash);
            }
        }

        if (item?.NewPayload is { } block)
        {
            _blocksOnTheWire[block.Parameters.BlockHash] = item.Done;
        }
    }

    /// <summary>Waits for a new call, or until a paced one may go, or until the process stops.</summary>
    private async Task WaitAsync(Task added, TimeSpan longest, CancellationToken stoppingToken) =>
        await added.WaitAsync(longest, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task Add(LaneItem item)
    {
        LaneDrops drops;
        lock (_lock)
        {
            drops = _queue.Add(item);
        }

        // It has its place; whoever adds next comes behind it, and wakes the lane for both.
        AfterAnswer.Do(_wake);
        _metrics.LaneDropped(LaneDropReason.Superseded, drops.Superseded);
        _metrics.LaneDropped(LaneDropReason.Full, drops.Full);
        return item.Done;
    }

    private void Wake()
    {
        lock (_lock)
        {
            _added.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SendOrDropAsync(LaneItem item)
    {
        try
        {
            await SendOrDropCoreAsync(item);
        }
        catch (Exception e)
        {
            // The lane must outlive whatever one call does to it.
            Log.LaneBroke(_logger, e);
            item.Dispose();
        }
    }

    private async Task SendOrDropCoreAsync(LaneItem item)
    {
        var isGated = _sync.State is BuilderSyncState.Syncing or BuilderSyncState.Unreachable;
        if (isGated && !item.IsReplay)
        {
            // A head it cannot know would start a sync of its own; the blocks are replayed once it is back.
            Drop(item, LaneDropReason.Gated);
        }
        else if (_time.GetElapsedTime(item.QueuedAt) > _options.AgeMax && !item.IsReplay)
        {
            Drop(item, LaneDropReason.Aged);
        }
        else
        {
            await SendAsync(item, Deadline.After(_time, _options.CallTimeout));
        }
    }

    private void Drop(LaneItem item, LaneDropReason reason)
    {
        _metrics.LaneDropped(reason);
        item.Dispose();
    }

    private async Task SendAsync(LaneItem item, Deadline deadline)
    {
        using (item)
        {
            CallTrace.Enter(item.Trace);
            var method = item.NewPayload is null ? UpstreamMethod.ForkchoiceUpdated : UpstreamMethod.NewPayload;
            var request = new UpstreamRequest(method, item.ToRequest(), deadline, RetryOnce: true);
            using var reply = await _builder.SendAsync(request, CancellationToken.None);
            var status = Observe(reply, item.NewPayload is null);
            if (item.Forkchoice is { } forkchoice)
            {
                _pacing.Sent(forkchoice.Head);
            }
            else if (item.IsReplay && status != PayloadStatus.Valid)
            {
                EndReplay();
            }
        }
    }

    /// <summary>A builder that does not take a block cannot take what builds on it, least of all as its head.</summary>
    private void EndReplay()
    {
        lock (_lock)
        {
            _metrics.LaneDropped(LaneDropReason.Gated, _queue.RemoveReplay());
        }
    }

    private PayloadStatus Observe(UpstreamReply reply, bool isForkchoice)
    {
        var status = StatusAnswer.Read(reply.Bytes).Status;
        if (reply.Failure == UpstreamFailure.Unreachable)
        {
            _sync.ConnectionFailed();
        }
        else if (isForkchoice)
        {
            _sync.ForkchoiceAnswered(status);
        }
        else
        {
            _sync.NewPayloadAnswered(status);
        }

        return status;
    }

    private static partial class Log
    {
        [LoggerMessage(2304, LogLevel.Error, "A call in the builder's lane broke.")]
        public static partial void LaneBroke(ILogger logger, Exception exception);
    }
}
