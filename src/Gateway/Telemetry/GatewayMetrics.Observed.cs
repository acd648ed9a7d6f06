using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Telemetry;

/// <remarks>The instruments that are read when somebody looks. Without an owner they report nothing.</remarks>
internal sealed partial class GatewayMetrics
{
    private volatile Func<long>? _laneLength;
    private volatile Func<long>? _laneBytes;
    private volatile Func<long>? _mirrorLength;
    private volatile Func<long>? _buildsCount;
    private volatile Func<long>? _buildsBytes;
    private volatile Func<long>? _health;
    private volatile Func<long>? _builderState;
    private volatile Func<long>? _executionMode;

    public void ObserveLane(Func<long> length, Func<long> bytes) => (_laneLength, _laneBytes) = (length, bytes);

    public void ObserveMirror(Func<long> length) => _mirrorLength = length;

    public void ObserveBuilds(Func<long> count, Func<long> bytes) => (_buildsCount, _buildsBytes) = (count, bytes);

    public void ObserveHealth(Func<HealthVerdict> verdict) => _health = () => verdict() switch
    {
        HealthVerdict.Healthy => 0,
        HealthVerdict.PartialContent => 1,
        HealthVerdict.ServiceUnavailable => 2,
        _ => throw new UnreachableException(),
    };

    public void ObserveBuilderState(Func<BuilderSyncState> state) => _builderState = () => state() switch
    {
        BuilderSyncState.Unknown => 0,
        BuilderSyncState.Synced => 1,
        BuilderSyncState.Syncing => 2,
        BuilderSyncState.Unreachable => 3,
        _ => throw new UnreachableException(),
    };

    public void ObserveExecutionMode(Func<ExecutionMode> mode) => _executionMode = () => mode() switch
    {
        // rollup-boost's numbers.
        ExecutionMode.Enabled => 3,
        ExecutionMode.DryRun => 2,
        ExecutionMode.Disabled => 1,
        _ => throw new UnreachableException(),
    };

    private void CreateObserved()
    {
        _meter.CreateObservableCounter(
            "sidecar.blocks", ReadBlocks, "{block}", "Blocks decided on, by who made them and why not the builder.");
        _meter.CreateObservableCounter(
            "rollup_boost_rpc_blocks_created", ReadBlocksAlias, "{block}",
            "sidecar.blocks under rollup-boost's name, where local is l2.");
        Gauge("sidecar.lane.length", "{call}", "Calls waiting in the builder's lane.", () => _laneLength);
        Gauge("sidecar.lane.bytes", "By", "Bytes of the calls waiting in the builder's lane.", () => _laneBytes);
        Gauge("sidecar.mirror.length", "{call}", "Mirrored calls waiting to be sent.", () => _mirrorLength);
        Gauge("sidecar.builds.count", "{build}", "Builds remembered.", () => _buildsCount);
        Gauge("sidecar.builds.bytes", "By", "Bytes of answered payloads remembered.", () => _buildsBytes);
        Gauge("sidecar.health", "", "What /healthz says: 0 healthy, 1 partial, 2 unavailable.", () => _health);
        Gauge(
            "sidecar.builder.state", "", "The builder: 0 unknown, 1 synced, 2 syncing, 3 unreachable.",
            () => _builderState);
        Gauge(
            "sidecar.execution_mode", "", "The execution mode: 3 enabled, 2 dry-run, 1 disabled.",
            () => _executionMode);
        Gauge(
            "rollup_boost_execution_mode", "", "sidecar.execution_mode under rollup-boost's name.",
            () => _executionMode);
        _meter.CreateObservableGauge(
            "sidecar.info", () => new Measurement<long>(1, Tag("version", ProductVersion.Text)), "",
            "Always 1; the tag says which version runs.");
        _meter.CreateObservableGauge(
            "rollup_boost_builder_info", () => new Measurement<long>(1, Tag("version", ProductVersion.Text)), "",
            "sidecar.info under rollup-boost's name.");
    }

    private void Gauge(string name, string unit, string description, Func<Func<long>?> owner) =>
        _meter.CreateObservableGauge<long>(name, () => owner() is { } read ? [new(read())] : [], unit, description);

    private List<Measurement<long>> ReadBlocks()
    {
        List<Measurement<long>> read =
        [
            new(
                Volatile.Read(ref _builderBlocks),
                Tag("source", PayloadSource.Builder.ToTag()), Tag("reason", FallbackReason.None.ToTag())),
        ];
        foreach (var reason in Enum.GetValues<FallbackReason>())
        {
            var count = Volatile.Read(ref _localBlocks[(int)reason]);
            if (count > 0)
            {
                read.Add(new(count, Tag("source", PayloadSource.Local.ToTag()), Tag("reason", reason.ToTag())));
            }
        }

        return read;
    }

    private Measurement<long>[] ReadBlocksAlias()
    {
        long local = 0;
        for (var i = 0; i < _localBlocks.Length; i++)
        {
            local += Volatile.Read(ref _localBlocks[i]);
        }

        return [new(local, Tag("source", "l2")), new(Volatile.Read(ref _builderBlocks), Tag("source", "builder"))];
    }
}
