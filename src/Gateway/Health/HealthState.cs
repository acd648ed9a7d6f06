using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Health;

/// <summary>What is known of local and of the builder, each fact with its age. Thread-safe.</summary>
/// <remarks>
/// Nothing is decided when a fact arrives: <see cref="Evaluate"/> judges all of them at the moment it is asked, so a
/// verdict can neither stick nor hide how old its grounds are. Whose fault something is stays apart: local's failures
/// never count against the builder, nor the operator's wishes against either.
/// </remarks>
internal sealed class HealthState
{
    private readonly Lock _gate = new();
    private readonly HealthOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _hasBuilder;
    private readonly ContactRecord _local = new();
    private ContactRecord _builder = new();
    private ExecutionMode _mode;
    private long _builderSince;
    private BuilderSyncState _sync;
    private long? _behindSince;
    private int _missesInRow;
    private FallbackReason _lastMiss;
    private long _missedAt;
    private bool _isLocalSyncing;
    private bool _isStopping;
    private bool _awaitsCluster;
    private bool _isWarmingUp;

    public HealthState(HealthOptions options, ExecutionMode mode, bool hasBuilder, TimeProvider time)
    {
        _options = options;
        _mode = mode;
        _hasBuilder = hasBuilder;
        _time = time;
        _builderSince = time.GetTimestamp();
    }

    /// <summary>Local's newest known block; null if it never told one.</summary>
    public BlockHead? LastLocalHead
    {
        get
        {
            lock (_gate)
            {
                return _local.Head;
            }
        }
    }

    /// <summary>The newest known blocks; null for a client that never told one.</summary>
    public (BlockHead? Local, BlockHead? Builder) Heads
    {
        get
        {
            lock (_gate)
            {
                return (_local.Head, _builder.Head);
            }
        }
    }

    /// <summary>What the gate of boost sync thinks of the builder now.</summary>
    public BuilderSyncState BuilderSyncNow
    {
        get
        {
            lock (_gate)
            {
                return _sync;
            }
        }
    }

    /// <summary>What else is worth showing, and what is wrong with it: the cluster's part. Never counts for the verdict.</summary>
    public Func<(IEnumerable<string> Reasons, IEnumerable<HealthFact> Facts)>? Addition { get; set; }

    /// <summary>The cluster is being asked what holds: readiness waits for it.</summary>
    public void ExpectCluster()
    {
        lock (_gate)
        {
            _awaitsCluster = true;
        }
    }

    /// <summary>The cluster has told what holds, or has been waited for long enough.</summary>
    public void ClusterLooked()
    {
        lock (_gate)
        {
            _awaitsCluster = false;
        }
    }

    /// <summary>The process rehearses: readiness waits for it.</summary>
    public void WarmUpBegins()
    {
        lock (_gate)
        {
            _isWarmingUp = true;
        }
    }

    /// <summary>The process has rehearsed, or was given up on.</summary>
    public void WarmUpEnded()
    {
        lock (_gate)
        {
            _isWarmingUp = false;
        }
    }

    /// <summary>Local answered a call, a JSON-RPC error included.</summary>
    public void LocalAnswered()
    {
        lock (_gate)
        {
            _local.Answered(_time.GetTimestamp());
        }
    }

    /// <summary>Local did not answer a call. A caller that went away is nobody's failure and is ignored.</summary>
    public void LocalFailed(UpstreamFailure failure)
    {
        lock (_gate)
        {
            if (failure is not (UpstreamFailure.None or UpstreamFailure.Canceled))
            {
                _local.Failed(_time.GetTimestamp(), failure);
            }
        }
    }

    /// <summary>Local told its head, which is a good contact as well.</summary>
    public void LocalHead(BlockHead head)
    {
        lock (_gate)
        {
            _local.Told(_time.GetTimestamp(), _time.GetUtcNow(), head);
        }
    }

    /// <summary>What local says of itself; only readiness asks.</summary>
    public void LocalSyncing(bool isSyncing)
    {
        lock (_gate)
        {
            _isLocalSyncing = isSyncing;
        }
    }

    /// <summary>The builder answered a call, a JSON-RPC error included.</summary>
    public void BuilderAnswered()
    {
        lock (_gate)
        {
            _builder.Answered(_time.GetTimestamp());
        }
    }

    /// <summary>
    /// The builder did not answer a call. Two in a row make it unhealthy, so a payload that came late belongs to
    /// <see cref="BuilderMissed"/> alone.
    /// </summary>
    public void BuilderFailed(UpstreamFailure failure)
    {
        lock (_gate)
        {
            if (failure is not (UpstreamFailure.None or UpstreamFailure.Canceled))
            {
                _builder.Failed(_time.GetTimestamp(), failure);
            }
        }
    }

    /// <summary>The builder told its head, which is a good contact as well.</summary>
    public void BuilderHead(BlockHead head)
    {
        lock (_gate)
        {
            _builder.Told(_time.GetTimestamp(), _time.GetUtcNow(), head);
        }
    }

    /// <summary>What the gate of boost sync thinks of the builder.</summary>
    public void BuilderSync(BuilderSyncState state)
    {
        lock (_gate)
        {
            _sync = state;
            _behindSince = state switch
            {
                BuilderSyncState.Syncing => _behindSince ?? _time.GetTimestamp(),
                BuilderSyncState.Synced => null,
                _ => _behindSince,
            };
        }
    }

    /// <summary>A payload of the builder's was good, whether or not it was the one answered.</summary>
    public void BuilderDelivered()
    {
        lock (_gate)
        {
            _missesInRow = 0;
        }
    }

    /// <summary>
    /// A block was not the builder's, for any reason: what counts as a miss, what as a good payload and what as neither
    /// is decided here.
    /// </summary>
    public void BuilderMissed(FallbackReason reason)
    {
        lock (_gate)
        {
            if (MissPolicy.IsMiss(reason))
            {
                _missesInRow = Math.Min(_missesInRow, int.MaxValue - 1) + 1;
                _lastMiss = reason;
                _missedAt = _time.GetTimestamp();
            }
            else if (MissPolicy.ShowsGoodPayload(reason))
            {
                _missesInRow = 0;
            }
        }
    }

    /// <summary>The operator changed the mode. A builder that is switched on again starts without a past.</summary>
    public void ModeChanged(ExecutionMode mode)
    {
        lock (_gate)
        {
            if (_mode == ExecutionMode.Disabled && mode != ExecutionMode.Disabled)
            {
                _builder = new ContactRecord();
                _builderSince = _time.GetTimestamp();
                _sync = BuilderSyncState.Unknown;
                _behindSince = null;
                _missesInRow = 0;
            }

            _mode = mode;
        }
    }

    /// <summary>The process was asked to stop.</summary>
    public void Stopping()
    {
        lock (_gate)
        {
            _isStopping = true;
        }
    }

    /// <summary>The verdict now.</summary>
    public HealthReport Evaluate()
    {
        HealthReport report;
        lock (_gate)
        {
            report = HealthPolicy.Judge(_options, Snapshot_NeedsLock());
        }

        return Addition?.Invoke() is var (reasons, facts)
            ? report with { Reasons = [.. report.Reasons, .. reasons], Facts = [.. report.Facts, .. facts] }
            : report;
    }

    /// <summary>Whether op-node may be sent here. Local going away later is for /healthz to tell.</summary>
    public Readiness Ready()
    {
        lock (_gate)
        {
            return (_isStopping, _local.Head, _isLocalSyncing) switch
            {
                (true, _, _) => new(false, "The gateway is stopping."),
                _ when _isWarmingUp => new(false, "The gateway is warming up."),
                (_, null, _) => new(false, "Local has not told its head yet."),
                (_, _, true) => new(false, "Local is syncing."),
                _ when _awaitsCluster => new(false, "The cluster has not been asked yet which mode holds."),
                _ => new(true, "OK"),
            };
        }
    }

    private HealthSnapshot Snapshot_NeedsLock() => new()
    {
        Time = _time,
        Now = _time.GetTimestamp(),
        Mode = _mode,
        HasBuilder = _hasBuilder,
        Local = _local,
        Builder = _builder,
        BuilderSince = _builderSince,
        Sync = _sync,
        BehindSince = _behindSince,
        MissesInRow = _missesInRow,
        LastMiss = _lastMiss,
        MissedAt = _missedAt,
    };
}
