using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>Watches whether the builder follows the chain, from its own answers first and from polls second.</summary>
/// <remarks>
/// A VALID answer to our head is proof; a head read by a poll is a hint that may be a moment old. So polls may only put a
/// builder behind that has not proved itself lately. Safe for concurrent use.
/// </remarks>
internal sealed class BuilderSync(TimeProvider time, TimeSpan maxLag, TimeSpan proofAge)
{
    private readonly Lock _lock = new();
    private BuilderSyncState _state = BuilderSyncState.Unknown;
    private long _provedAt;
    private bool _isProved;
    private bool _isForgotten;

    /// <summary>Told of every change of state: before, after. Called outside the lock.</summary>
    public event Action<BuilderSyncState, BuilderSyncState>? Changed;

    /// <summary>What is known now.</summary>
    public BuilderSyncState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Whether it was left alone and no poll has looked since.</summary>
    public bool IsForgotten
    {
        get
        {
            lock (_lock)
            {
                return _isForgotten;
            }
        }
    }

    /// <summary>The builder answered a forkchoiceUpdated.</summary>
    public void ForkchoiceAnswered(PayloadStatus status) => Update(() =>
    {
        if (status == PayloadStatus.Valid)
        {
            _state = BuilderSyncState.Synced;
            _provedAt = time.GetTimestamp();
            _isProved = true;
        }
        else if (status != PayloadStatus.Unknown)
        {
            FallBehind_NeedsLock();
        }

        return false;
    });

    /// <summary>The builder answered a newPayload. VALID proves the block, not that the builder's head is there.</summary>
    public void NewPayloadAnswered(PayloadStatus status) => Update(() =>
    {
        if (status is not (PayloadStatus.Valid or PayloadStatus.Unknown))
        {
            FallBehind_NeedsLock();
        }

        return false;
    });

    /// <summary>A call found no connection.</summary>
    public void ConnectionFailed() => Update(() =>
    {
        _state = BuilderSyncState.Unreachable;
        _isProved = false;
        return false;
    });

    /// <summary>
    /// The builder is behind, but by so little, or by blocks nobody here remembers, that asking it is the way to find out.
    /// </summary>
    public void TryAgain() => Update(() =>
    {
        _state = _state == BuilderSyncState.Syncing ? BuilderSyncState.Unknown : _state;
        return false;
    });

    /// <summary>
    /// The builder is left alone: what is known of it is worth nothing, and blocks that it missed are to be expected.
    /// </summary>
    public void Forget() => Update(() =>
    {
        _state = BuilderSyncState.Unknown;
        _isProved = false;
        _isForgotten = true;
        return false;
    });

    /// <summary>A poll came back.</summary>
    /// <param name="failure">None if the builder answered.</param>
    /// <param name="builder">Its head, if it could be read.</param>
    /// <param name="local">Local's head, if known.</param>
    /// <param name="isBehind">Whether it lacks a block for certain: local's head may be older than the builder's.</param>
    /// <returns>Whether blocks should be replayed from the builder's head.</returns>
    public bool Polled(UpstreamFailure failure, BlockHead? builder, BlockHead? local, bool isBehind) => Update(() =>
    {
        var mayLag = !_isForgotten;
        _isForgotten = false;
        switch (failure)
        {
            case UpstreamFailure.Unreachable:
                _state = BuilderSyncState.Unreachable;
                _isProved = false;
                return false;
            case UpstreamFailure.TimedOut or UpstreamFailure.Canceled:
                return false;
            case UpstreamFailure.None when builder is { } head && local is { } localHead:
                return Compare_NeedsLock(head, localHead, isBehind, mayLag);
            default:
                // It answers, and where it stands cannot be known: trying is the only way to find out.
                _state = _state == BuilderSyncState.Synced ? _state : BuilderSyncState.Unknown;
                return false;
        }
    });

    private bool Update(Func<bool> change)
    {
        BuilderSyncState before;
        BuilderSyncState after;
        bool result;
        lock (_lock)
        {
            before = _state;
            result = change();
            after = _state;
        }

        if (before != after)
        {
            Changed?.Invoke(before, after);
        }

        return result;
    }

    /// <param name="builder">The builder's head.</param>
    /// <param name="local">Local's head.</param>
    /// <param name="lacksBlocks">Whether it is behind even if the two heads are the same.</param>
    /// <param name="mayLag">Whether a small lag may be no more than a poll that came a moment late.</param>
    private bool Compare_NeedsLock(BlockHead builder, BlockHead local, bool lacksBlocks, bool mayLag)
    {
        if (builder.Hash == local.Hash && !lacksBlocks)
        {
            _state = BuilderSyncState.Synced;
            return false;
        }

        var isBehind = lacksBlocks || builder.Number < local.Number;
        switch (_state)
        {
            case BuilderSyncState.Unreachable or BuilderSyncState.Syncing:
                _state = isBehind ? BuilderSyncState.Syncing : BuilderSyncState.Unknown;
                return isBehind;
            case BuilderSyncState.Synced or BuilderSyncState.Unknown:
                var lag = local.Timestamp > builder.Timestamp
                    ? TimeSpan.FromSeconds(Math.Min(local.Timestamp - builder.Timestamp, int.MaxValue))
                    : TimeSpan.Zero;
                var isProvedLately = _isProved && time.GetElapsedTime(_provedAt) <= proofAge;
                if (!isBehind || (mayLag && (lag <= maxLag || isProvedLately)))
                {
                    return false;
                }

                FallBehind_NeedsLock();
                return true;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void FallBehind_NeedsLock()
    {
        _state = BuilderSyncState.Syncing;
        _isProved = false;
    }
}
