using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Contracts.Builders;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>What this gateway and the cluster have to do with each other.</remarks>
internal sealed partial class GatewayMetrics
{
    private Histogram<double> _clusterDuration = null!;
    private Counter<long> _clusterUntold = null!;
    private long _enginePassed;
    private long _decidedAlone;
    private long _builtAlone;
    private long _decisionsOverruled;
    private long _answersConflicted;
    private volatile Func<long>? _clusterReachable;
    private volatile Func<long>? _clusterUntoldLength;
    private volatile Func<long>? _builderWriter;
    private volatile Func<long>? _breakerPhase;

    /// <summary>A call to a grain ended.</summary>
    public void ClusterCalled(ClusterCall call, ClusterOutcome outcome, TimeSpan elapsed)
    {
        if (_clusterDuration.Enabled)
        {
            _clusterDuration.Record(elapsed.TotalSeconds, Tag("call", call.ToTag()), Tag("outcome", outcome.ToTag()));
        }
    }

    /// <summary>Things were given up that the cluster should have been told.</summary>
    public void ClusterUntold(int count)
    {
        if (count > 0)
        {
            _clusterUntold.Add(count);
        }
    }

    /// <summary>A grain's silo did not answer: its state in Redis was used.</summary>
    public void EnginePassed() => Interlocked.Increment(ref _enginePassed);

    /// <summary>An answer went out that the cluster did not fix first.</summary>
    public void DecidedAlone() => Interlocked.Increment(ref _decidedAlone);

    /// <summary>The builder was asked without the cluster's leave, by the writer it had last.</summary>
    public void BuiltAlone() => Interlocked.Increment(ref _builtAlone);

    /// <summary>Another gateway had answered first: its block was answered.</summary>
    public void DecisionOverruled() => Interlocked.Increment(ref _decisionsOverruled);

    /// <summary>Two gateways gave different answers for one payload id.</summary>
    public void AnswerConflicted() => Interlocked.Increment(ref _answersConflicted);

    public void ObserveCluster(Func<bool> isReachable, Func<long> untold) =>
        (_clusterReachable, _clusterUntoldLength) = (() => isReachable() ? 1 : 0, untold);

    public void ObserveBuilderGate(Func<bool> isWriter, Func<BreakerPhase> phase)
    {
        _builderWriter = () => isWriter() ? 1 : 0;
        _breakerPhase = () => phase() switch
        {
            BreakerPhase.Closed => 0,
            BreakerPhase.Open => 1,
            BreakerPhase.HalfOpen => 2,
            _ => throw new UnreachableException(),
        };
    }

    private void CreateCluster()
    {
        _clusterDuration = _meter.CreateHistogram(
            "sidecar.cluster.call.duration", "s", "Time of each call to a grain, by call and outcome.",
            tags: null, HistogramBuckets.Durations);
        _clusterUntold = _meter.CreateCounter<long>(
            "sidecar.cluster.untold", "{message}", "Things given up that the cluster should have been told.");
        Gauge("sidecar.cluster.reachable", "", "Whether grains answer: 1 yes, 0 no.", () => _clusterReachable);
        Gauge(
            "sidecar.cluster.outbox.length", "{message}", "Things waiting to be told to the cluster.",
            () => _clusterUntoldLength);
        Gauge("sidecar.builder.writer", "", "Whether this gateway is the builder's writer.", () => _builderWriter);
        Gauge("sidecar.breaker", "", "The builder's breaker: 0 closed, 1 open, 2 half open.", () => _breakerPhase);
        Count(
            "sidecar.cluster.engine_passed", "Calls made on a grain's state in Redis because its silo did not answer.",
            () => ref _enginePassed);
        Count("sidecar.cluster.decided_alone", "Answers that the cluster did not fix first.", () => ref _decidedAlone);
        Count("sidecar.cluster.built_alone", "Builds begun at the builder without the cluster's leave.", () => ref _builtAlone);
        Count(
            "sidecar.cluster.overruled", "Answers that another gateway had given first, and that were given here too.",
            () => ref _decisionsOverruled);
        Count(
            "sidecar.cluster.conflicts", "Payload ids that got two different answers.", () => ref _answersConflicted);
    }

    private void Count(string name, string description, Counted field) =>
        _meter.CreateObservableCounter(name, () => Volatile.Read(ref field()), "{event}", description);

    private delegate ref long Counted();
}
