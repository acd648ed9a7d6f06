using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>Decides what goes to the builder, and brings one that was away back up to the head.</summary>
internal sealed partial class BuilderRelay(
    BuilderLane lane,
    BuilderSync sync,
    ReplayBlocks blocks,
    IBuilderGate gate,
    ExecutionModeSwitch mode,
    HealthState health,
    IOptions<BuilderOptions> options,
    IOptions<BoostSyncOptions> boostSync,
    GatewayMetrics metrics,
    TimeProvider time,
    ILogger<BuilderRelay> logger) : IBuilderRelay, IBuilderHeadObserver
{
    /// <summary>A builder this many blocks behind may be asked even if nobody can replay them: its own node is at it.</summary>
    private const ulong SmallLagBlocks = 2;

    /// <summary>
    /// Blocks sent ahead of the first build after another gateway was the writer: it may have died before it sent them,
    /// and a builder that has them answers at once.
    /// </summary>
    private const int TakeOverBlocks = 4;

    /// <summary>Keeps what is remembered and what is queued in the same order.</summary>
    private readonly Lock _order = new();

    private ForkchoiceCall? _lastForkchoice;
    private BlockHash? _lastBlock;
    private Task _replay = Task.CompletedTask;
    private long _triedAt;
    private long _lastTurn;
    private long _lastTurnSent;
    private bool _hasHeldBack;

    private bool IsReplaying_NeedsLock => !_replay.IsCompleted;

    /// <summary>Asks for a poll of the builder's head soon.</summary>
    public Action PollSoon { get; set; } = static () => { };

    public FallbackReason WhyNotBuild(bool noTxPool)
    {
        if (mode.Current == ExecutionMode.Disabled)
        {
            return FallbackReason.ModeDisabled;
        }

        if (noTxPool)
        {
            return FallbackReason.NoTxPool;
        }

        if (sync.State is BuilderSyncState.Syncing or BuilderSyncState.Unreachable || sync.IsForgotten)
        {
            PollSoon();
            return sync.State == BuilderSyncState.Unreachable
                ? FallbackReason.BuilderUnreachable
                : FallbackReason.BuilderSyncing;
        }

        return options.Value.IgnoreUnhealthy && health.Evaluate().IsBuilderUnhealthy
            ? FallbackReason.BuilderUnhealthy
            : FallbackReason.None;
    }

    public void LeaveOut(BuildDigest digest, ulong timestamp)
    {
        if (mode.Current != ExecutionMode.Disabled)
        {
            gate.Leads(digest, timestamp);
        }
    }

    /// <summary>The operator wants the builder left alone: what waits for it is dropped.</summary>
    public void LeaveAlone()
    {
        lock (_order)
        {
            lane.Clear();
            sync.Forget();
        }
    }

    public void Follow(ForkchoiceCall call)
    {
        lock (_order)
        {
            _lastForkchoice = call;
            if (MaySend_NeedsLock())
            {
                // What comes during a replay belongs to it: dropped, it would leave the builder behind for ever.
                var isReplay = IsReplaying_NeedsLock;
                var done = lane.Add(call, isReplay);
                _replay = isReplay ? done : _replay;
            }
        }
    }

    public void Follow(UnreadBlock block)
    {
        if (block.Read() is { } call)
        {
            Follow(call, block.Trace);
        }
    }

    /// <summary>Relays a new block. Takes over the call's lease.</summary>
    /// <param name="call">The block.</param>
    /// <param name="trace">The call of op-node that it came with.</param>
    public void Follow(NewPayloadCall call, CallTrace? trace = null)
    {
        lock (_order)
        {
            _lastBlock = call.Parameters.BlockHash;
            blocks.Add(call.Share());
            if (MaySend_NeedsLock())
            {
                lane.Add(call, IsReplaying_NeedsLock, trace);
            }
            else
            {
                call.Dispose();
            }
        }
    }

    public async Task<BuilderBuild> StartBuildAsync(BuildCall call)
    {
        long turn;
        lock (_order)
        {
            _lastForkchoice = call.Forkchoice;
            turn = ++_lastTurn;
        }

        var permission = await gate.RequestAsync(call.Digest, call.Timestamp);
        if (permission.Refusal != FallbackReason.None)
        {
            return BuilderBuild.Failed(permission.Refusal);
        }

        if (permission.Running is { } running)
        {
            Log.BuildJoined(logger, running);
            return BuilderBuild.Started(running, permission.IsProbe);
        }

        var build = await SendAsync(call, turn, permission.IsProbe);
        gate.Started(call.Digest, build);
        return build;
    }

    private async Task<BuilderBuild> SendAsync(BuildCall call, long turn, bool isProbe)
    {
        Task<UpstreamReply> sending;
        lock (_order)
        {
            // Asking the cluster takes a moment: what came in it must not be undone at the builder.
            if (turn < _lastTurnSent || _lastForkchoice?.Head != call.Forkchoice.Head)
            {
                return BuilderBuild.Failed(FallbackReason.Superseded);
            }

            _lastTurnSent = turn;
            SendHeldBack_NeedsLock(call.Forkchoice.Head);
            sending = lane.SendAttributesAsync(call);
        }

        using var reply = await sending;
        if (reply.Failure != UpstreamFailure.None)
        {
            return BuilderBuild.Failed(BuilderFailures.ToReason(reply.Failure));
        }

        var answer = StatusAnswer.Read(reply.Bytes);
        return answer switch
        {
            { Status: PayloadStatus.Valid, PayloadId: { } id } => BuilderBuild.Started(id, isProbe),
            { IsError: true } => BuilderBuild.Failed(FallbackReason.BuilderError),
            { Status: PayloadStatus.Syncing } => BuilderBuild.Failed(FallbackReason.BuilderSyncing),
            { Status: PayloadStatus.Unknown } => BuilderBuild.Failed(FallbackReason.BuilderMalformed),
            _ => BuilderBuild.Failed(FallbackReason.BuilderNoPayloadId),
        };
    }

    public void OnBuilderPolled(HeadPollResult builder, BlockHead? localHead)
    {
        var wasAway = sync.State == BuilderSyncState.Unreachable;
        BlockHead? head = builder.HasHead ? builder.Head : null;
        var shouldReplay = sync.Polled(builder.Failure, head, localHead, head is { } at && IsBehind(at.Hash));
        if (shouldReplay && mode.Current != ExecutionMode.Disabled && gate.MayFollow)
        {
            Replay(builder.Head, localHead!.Value, wasAway);
        }
    }

    /// <summary>Two gateways that both send heads would send the builder back and forth.</summary>
    private bool MaySend_NeedsLock()
    {
        if (mode.Current == ExecutionMode.Disabled)
        {
            return false;
        }

        var mayFollow = gate.MayFollow;
        _hasHeldBack |= !mayFollow;
        return mayFollow;
    }

    private void SendHeldBack_NeedsLock(BlockHash head)
    {
        if (_hasHeldBack)
        {
            _hasHeldBack = false;
            foreach (var block in blocks.Last(head, TakeOverBlocks))
            {
                lane.Add(block);
            }
        }
    }

    /// <summary>Whether it lacks blocks that went by here; local's polled head is older than they are.</summary>
    private bool IsBehind(BlockHash builderHead)
    {
        lock (_order)
        {
            return _lastForkchoice is { } forkchoice && blocks.IsBelow(builderHead, forkchoice.Head);
        }
    }

    private void Replay(BlockHead builder, BlockHead local, bool wasAway)
    {
        lock (_order)
        {
            if (IsReplaying_NeedsLock || _lastForkchoice is not { } forkchoice)
            {
                return;
            }

            var chain = blocks.Between(builder.Hash, _lastBlock ?? forkchoice.Head);
            if (chain.Count == 0)
            {
                chain = blocks.Between(builder.Hash, forkchoice.Head);
            }

            if (chain.Count == 0)
            {
                TryWithoutReplay(local.Number - builder.Number, wasAway);
                return;
            }

            foreach (var block in chain)
            {
                lane.Add(block, isReplay: true);
            }

            _replay = lane.Add(forkchoice, isReplay: true);
            metrics.BlocksCaughtUp(chain.Count);
            Log.ReplayStarted(logger, chain.Count, builder.Number, local.Number);
        }
    }

    /// <summary>
    /// Nobody here remembers what the builder lacks. One that only was away has not said that it is behind; one that said
    /// so is tried when it is nearly there, and now and then, because each try may start its sync over.
    /// </summary>
    private void TryWithoutReplay(ulong lagBlocks, bool wasAway)
    {
        var isDue = time.GetElapsedTime(_triedAt) >= boostSync.Value.SyncRetryInterval;
        if (wasAway || lagBlocks <= SmallLagBlocks || isDue)
        {
            _triedAt = time.GetTimestamp();
            sync.TryAgain();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2302, LogLevel.Information,
            "Replaying {Count} blocks to the builder: it is at {BuilderNumber}, local at {LocalNumber}.")]
        public static partial void ReplayStarted(ILogger logger, int count, ulong builderNumber, ulong localNumber);

        [LoggerMessage(2305, LogLevel.Information,
            "The builder is already building this for another gateway: its {PayloadId} is used.")]
        public static partial void BuildJoined(ILogger logger, PayloadId payloadId);
    }
}
