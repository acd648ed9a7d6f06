using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Hosted;

/// <summary>All three grains on the engine of this build, states in memory.</summary>
public sealed class HostedGrainTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _time = new(Now);
    private GrainHost _host = null!;

    public async Task InitializeAsync() => _host = await GrainHost.OnMemoryAsync(_time);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Payload_ThroughABuild_KnowsAllOfIt()
    {
        var grain = _host.Grain<IPayloadGrain>(GrainKeys.Payload(10, Id(1)));
        Assert.Null(await grain.Find(None));

        await grain.Open(Build(1), None);
        await grain.RecordBuilder(Build(1, attributes: null), Run("x", 7), None);
        var winner = await grain.Decide(Build(1, attributes: null), Decision(1), None);

        Assert.Equal(Decision(1), winner);
        var record = await grain.Find(None);
        Assert.Equal((Build(1), Decision(1)), (record!.Build, record.Decision));
        Assert.Equal([Run("x", 7)], record.Builders);
        Assert.Same(record, Assert.Single((await grain.GetState()).Builds));
    }

    [Fact]
    public async Task Builder_ThroughFailureAndProbe_IsUsedAgain()
    {
        var grain = _host.Grain<IBuilderGrain>(GrainKeys.Builder(10, "x"));
        Assert.Equal(PermitVerdict.Start, (await grain.RequestBuild(Request("a", 1), None)).Verdict);
        await grain.RecordBuild(Digest(1), Run("x", 7), None);
        Assert.Equal(PermitVerdict.Join, (await grain.RequestBuild(Request("b", 1), None)).Verdict);
        var opened = await grain.ReportOutcome(Outcome("a", 1, FallbackReason.NotValid), None);
        Assert.Equal(BreakerPhase.Open, opened.Breaker.Phase);

        _time.Advance(TimeSpan.FromSeconds(10));

        var probe = await grain.RequestBuild(Request("b", 2, 110), None);
        Assert.Equal((PermitVerdict.Start, true), (probe.Verdict, probe.IsProbe));
        var closed = await grain.ReportOutcome(Outcome("b", 2, FallbackReason.BreakerProbe), None);
        Assert.Equal((BreakerPhase.Closed, "b"), (closed.Breaker.Phase, closed.Writer!.GatewayId));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null((await grain.Look(None)).Writer);
        Assert.Equal(2UL, (await grain.GetState()).Writer!.Epoch);
    }

    [Fact]
    public async Task Builder_SyncReported_IsSeen()
    {
        var grain = _host.Grain<IBuilderGrain>(GrainKeys.Builder(10, "x"));

        var view = await grain.ReportSync(new SyncObservation("a", BuilderSyncState.Syncing, Now), None);

        Assert.Equal((BuilderSyncState.Syncing, view), (view.Sync, await grain.Look(None)));
    }

    [Fact]
    public async Task Cluster_ModeAndGateways_AreSeen()
    {
        var grain = _host.Grain<IClusterGrain>(GrainKeys.Cluster(10));
        var change = new ModeChange(Guid.NewGuid(), ExecutionMode.DryRun, "operator", "a test", Now, null);
        var report = new GatewayReport("a", "1", "local:1", 1, 2, Now);

        await grain.SetMode(change, None);
        await grain.ReportGateway(report, None);

        var state = await grain.Look(None);
        Assert.Equal([change], state.Modes);
        Assert.Equal([report], state.Gateways);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Empty((await grain.Look(None)).Gateways);
        Assert.Equal([report], (await grain.GetState()).Gateways);
    }

    [Fact]
    public async Task Grains_OfOtherChains_AreOthers()
    {
        await _host.Grain<IPayloadGrain>(GrainKeys.Payload(10, Id(1))).Open(Build(1), None);

        Assert.Null(await _host.Grain<IPayloadGrain>(GrainKeys.Payload(8453, Id(1))).Find(None));
    }
}
