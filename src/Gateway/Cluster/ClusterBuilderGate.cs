using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>One writer for the builder and one breaker over it, agreed on by all gateways through the builder's grain.</summary>
internal sealed partial class ClusterBuilderGate(
    ClusterClient cluster, ClusterIdentity identity, Outbox outbox, IOptions<ClusterOptions> options,
    GatewayMetrics metrics, TimeProvider time, ILogger<ClusterBuilderGate> logger) : IBuilderGate
{
    private readonly Lock _lock = new();
    private readonly long _startedAt = time.GetTimestamp();
    private BuilderView? _view;
    private long _viewAskedAt;
    private long _watchedAt;
    private long _stoodStillUntil;
    private IReadOnlySet<string> _gateways = new HashSet<string>();
    private ulong _newestTimestamp;

    private TimeSpan ViewAgeMax => ClusterLimits.ViewAgeIntervals * options.Value.WatchInterval;

    /// <summary>What is known of the builder; null if the cluster never told.</summary>
    public BuilderView? View
    {
        get
        {
            lock (_lock)
            {
                return _view;
            }
        }
    }

    /// <summary>Timestamp of the newest block that this gateway was asked to build; 0 if none yet.</summary>
    public ulong NewestTimestamp => Volatile.Read(ref _newestTimestamp);

    /// <remarks>
    /// A gateway that has just started does not know yet whether there is a writer, and what it is given first may be old:
    /// heads that it missed would put the builder back under the block that it is building. When the cluster stays away
    /// for longer than a writer may go on without it, there is none.
    /// </remarks>
    public bool MayFollow
    {
        get
        {
            lock (_lock)
            {
                return _view is { } view
                    ? IsViewYoung_NeedsLock() && (view.Writer is null || IsOfOurSequencer_NeedsLock(view.Writer))
                    : !identity.IsShared || time.GetElapsedTime(_startedAt) > options.Value.WriterGrace;
            }
        }
    }

    public async ValueTask<BuildPermission> RequestAsync(BuildDigest digest, ulong timestamp)
    {
        var request = Request(digest, timestamp);
        var until = Deadline(ClusterLimits.WaitMax);
        while (true)
        {
            var askedAt = time.GetTimestamp();
            var reply = await AskAsync(request);
            if (reply.Value is not { } permit)
            {
                return WithoutCluster();
            }

            WriterIs(permit.Writer, askedAt);
            if (permit.Verdict != PermitVerdict.Wait)
            {
                return ToPermission(permit);
            }

            // Another gateway's call is on the wire. When its answer does not come, the grain lets us start ourselves.
            if (time.GetTimestamp() >= until)
            {
                return BuildPermission.Refuse(FallbackReason.HeldByAnother);
            }

            await Task.Delay(ClusterLimits.WaitStep, time);
        }
    }

    public void Leads(BuildDigest digest, ulong timestamp)
    {
        var request = Request(digest, timestamp);
        AddReport(ClusterCall.ReportLead, (grain, token) => grain.ReportLead(request, token));
    }

    public void Started(BuildDigest digest, BuilderBuild build)
    {
        var run = build.ToMessage(identity);
        outbox.Add(
            ClusterCall.RecordBuild, cluster.Builder().Call((grain, token) => grain.RecordBuild(digest, run, token)));
    }

    public void Ended(BuildDigest digest, FallbackReason outcome)
    {
        if (SaysNothing(outcome))
        {
            return;
        }

        var message = new BuildOutcome(identity.GatewayId, digest, outcome, time.GetUtcNow());
        AddReport(ClusterCall.ReportOutcome, (grain, token) => grain.ReportOutcome(message, token));
    }

    /// <summary>Tells the grain something, soon; what it answers is what holds from then on.</summary>
    public void AddReport(ClusterCall call, Func<IBuilderGrain, CancellationToken, Task<BuilderView>> report) =>
        outbox.Add(
            call,
            async token =>
            {
                var askedAt = time.GetTimestamp();
                Update(await cluster.Builder().CallAsync(report, token), askedAt);
            });

    /// <summary>
    /// The watch begins a round. A long time since the last sign of it means that this process stood still, and that
    /// another one may be the writer since.
    /// </summary>
    public void Watched()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();

            // The first round, up to the first view, may take its time: everything runs for the first time.
            if (_view is not null && time.GetElapsedTime(LastSign_NeedsLock(), now) > ViewAgeMax)
            {
                _stoodStillUntil = now;
            }

            _watchedAt = now;
        }
    }

    /// <summary>The grain told what holds.</summary>
    /// <param name="view">What it told.</param>
    /// <param name="askedAt">When it was asked: an answer that was long on its way is old.</param>
    public void Update(BuilderView view, long askedAt)
    {
        BuilderView? before;
        lock (_lock)
        {
            before = _view;
            _view = view;
            _viewAskedAt = askedAt;
        }

        LogChanges(before, view);
    }

    /// <summary>Which gateways have the same local as this one.</summary>
    public void OurSequencerHas(IReadOnlySet<string> gateways)
    {
        lock (_lock)
        {
            _gateways = gateways;
        }
    }

    private BuildRequest Request(BuildDigest digest, ulong timestamp)
    {
        Volatile.Write(ref _newestTimestamp, Math.Max(NewestTimestamp, timestamp));
        return new BuildRequest(identity.GatewayId, digest, timestamp);
    }

    /// <summary>Who may go on alone does so at once; for the others a builder's block is worth a moment.</summary>
    private ValueTask<ClusterReply<BuildPermit>> AskAsync(BuildRequest request)
    {
        var call = cluster.Builder().Call((grain, token) => grain.RequestBuild(request, token));
        return MayWriteAlone()
            ? cluster.AskAsync(ClusterCall.RequestBuild, call)
            : cluster.AskThroughHiccupAsync(ClusterCall.RequestBuild, call);
    }

    /// <summary>
    /// op-node sends each block and head to one gateway of its sequencer only, so whichever gets it passes it on: it is
    /// the chain that the writer builds on.
    /// </summary>
    private bool IsOfOurSequencer_NeedsLock(WriterLease writer) =>
        writer.GatewayId == identity.GatewayId || _gateways.Contains(writer.GatewayId);

    /// <summary>
    /// Whether this process has run all the time since the view was asked for. While the cluster is away the view stays
    /// as it was; a process that stood still cannot know who became the writer meanwhile.
    /// </summary>
    private bool IsViewYoung_NeedsLock() =>
        !identity.IsShared
        || (_viewAskedAt >= _stoodStillUntil && time.GetElapsedTime(LastSign_NeedsLock()) <= ViewAgeMax);

    private long LastSign_NeedsLock() => Math.Max(_watchedAt, _viewAskedAt);

    /// <summary>
    /// Whoever was the writer goes on for a while, as does anyone when there was none. The others cannot know whether
    /// their writer is still there.
    /// </summary>
    private bool MayWriteAlone()
    {
        lock (_lock)
        {
            return _view is { } view && IsViewYoung_NeedsLock() && cluster.SilentFor <= options.Value.WriterGrace
                && (view.Writer is null || view.Writer.GatewayId == identity.GatewayId);
        }
    }

    private BuildPermission WithoutCluster()
    {
        if (View?.Breaker is { Phase: BreakerPhase.Open, OpenUntil: { } until } && until > time.GetUtcNow())
        {
            return BuildPermission.Refuse(FallbackReason.BreakerOpen);
        }

        if (!identity.IsShared)
        {
            // Nobody else can be the writer: the grains are this process' own, and only late.
            return BuildPermission.Start();
        }

        if (MayWriteAlone())
        {
            metrics.BuiltAlone();
            return BuildPermission.Start();
        }

        return BuildPermission.Refuse(FallbackReason.ClusterAway);
    }

    private void WriterIs(WriterLease? writer, long askedAt)
    {
        if (View is { } view)
        {
            Update(view with { Writer = writer }, askedAt);
        }
    }

    private static BuildPermission ToPermission(BuildPermit permit) => permit.Verdict switch
    {
        PermitVerdict.Start => BuildPermission.Start(permit.IsProbe),
        PermitVerdict.Join when permit.PayloadId is { } id => BuildPermission.Join(id, permit.IsProbe),
        PermitVerdict.HeldByAnother => BuildPermission.Refuse(FallbackReason.HeldByAnother),
        PermitVerdict.BreakerOpen => BuildPermission.Refuse(FallbackReason.BreakerOpen),

        // A newer version's word that this one does not know.
        _ => BuildPermission.Refuse(FallbackReason.HeldByAnother),
    };

    /// <summary>Outcomes that are not about the builder, so that no grain needs to hear of them.</summary>
    private static bool SaysNothing(FallbackReason outcome) => outcome is
        FallbackReason.NoBuilder or FallbackReason.ModeDisabled or FallbackReason.NoTxPool or FallbackReason.UnknownBuild
        or FallbackReason.UnknownVersion or FallbackReason.BuilderSyncing or FallbackReason.BuilderUnhealthy
        or FallbackReason.BreakerOpen or FallbackReason.HeldByAnother or FallbackReason.ClusterAway
        or FallbackReason.Superseded or FallbackReason.ValidationFailed or FallbackReason.InternalError;

    private long Deadline(TimeSpan wait) => time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);

    private void LogChanges(BuilderView? before, BuilderView after)
    {
        if (after.Writer is { } writer && writer.GatewayId != before?.Writer?.GatewayId)
        {
            Log.WriterChanged(logger, writer.GatewayId, writer.Epoch);
        }

        var was = before?.Breaker.Phase ?? BreakerPhase.Closed;
        if (after.Breaker.Phase == was)
        {
            return;
        }

        if (after.Breaker.Phase == BreakerPhase.Closed)
        {
            Log.BreakerClosed(logger);
        }
        else
        {
            Log.BreakerOpened(logger, after.Breaker.Phase, after.Breaker.Cause, after.Breaker.OpenUntil);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "{GatewayId} is the builder's writer now, epoch {Epoch}.")]
        public static partial void WriterChanged(ILogger logger, string gatewayId, ulong epoch);

        [LoggerMessage(5102, LogLevel.Warning,
            "The builder's breaker is {Phase} because of {Cause}: blocks are local, the next try is at {OpenUntil:u}.")]
        public static partial void BreakerOpened(
            ILogger logger, BreakerPhase phase, FallbackReason cause, DateTimeOffset? openUntil);

        [LoggerMessage(5103, LogLevel.Information, "The builder's breaker is closed: its blocks are used.")]
        public static partial void BreakerClosed(ILogger logger);
    }
}
