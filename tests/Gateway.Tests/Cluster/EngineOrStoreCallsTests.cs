using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Storage;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Cluster.Calls;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Grains.Builders;
using Sidecar.Grains.Chain;
using Sidecar.Grains.Detached;
using Sidecar.Grains.Payloads;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class EngineOrStoreCallsTests : IDisposable
{
    private static readonly ClusterOptions Cluster = new();
    private static readonly ClusterState OfEngine = new();
    private static readonly ModeChange Change = new(
        Guid.NewGuid(), ExecutionMode.Disabled, "operator", "a test", DateTimeOffset.UnixEpoch, null);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly IClusterGrain _hosted = Substitute.For<IClusterGrain>();
    private readonly IDetachedStates _states = Substitute.For<IDetachedStates>();
    private readonly EngineOrStoreCalls _calls;

    public EngineOrStoreCallsTests()
    {
        var factory = Substitute.For<IGrainFactory>();
        factory.GetGrain<IClusterGrain>(Arg.Any<string>(), Arg.Any<string?>()).Returns(_hosted);
        StoredIs(new ClusterState { Modes = [Change] });
        _calls = new EngineOrStoreCalls(
            factory,
            new DetachedGrains(
                _states, new PayloadGrainOptions(), new BuilderGrainOptions(), new ClusterGrainOptions(), _time),
            Options.Create(Cluster), _meters.Metrics, _time, NullLogger<EngineOrStoreCalls>.Instance);
    }

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Call_EngineAnswers_StoreIsLeftAlone()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).Returns(OfEngine);

        var state = await LookAsync();

        Assert.Same(OfEngine, state);
        await _states.DidNotReceiveWithAnyArgs().LoadAsync<ClusterState>("", "", "", "", default);
        Assert.Equal(0, _meters.Observed("sidecar.cluster.engine_passed"));
    }

    [Fact]
    public async Task Call_EngineFails_StoreAnswers()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).ThrowsAsync(new SiloUnavailableException());

        var state = await LookAsync();

        Assert.Equal([Change], state.Modes);
        Assert.Equal(1, _meters.Observed("sidecar.cluster.engine_passed"));
    }

    [Fact]
    public async Task Call_EngineWasWrittenPast_StoreAnswers()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).ThrowsAsync(new InconsistentStateException("a test"));

        Assert.Equal([Change], (await LookAsync()).Modes);
    }

    [Fact]
    public async Task Call_EngineSilent_StoreAnswersWhileTheCallerStillWaits()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<ClusterState>().Task);
        var looking = LookAsync();

        _time.Advance((Cluster.CallBudget / 2) - TimeSpan.FromMilliseconds(1));
        var wasWaiting = !looking.IsCompleted;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(wasWaiting);
        Assert.Equal([Change], (await looking).Modes);
    }

    [Fact]
    public async Task Call_CallerStopsWaiting_StoreIsLeftAlone()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<ClusterState>().Task);
        using var stop = new CancellationTokenSource();
        var looking = LookAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
        await _states.DidNotReceiveWithAnyArgs().LoadAsync<ClusterState>("", "", "", "", default);
    }

    [Fact]
    public async Task Call_BothFail_TellsWhatIsWrongWithTheStore()
    {
        _hosted.Look(Arg.Any<CancellationToken>()).ThrowsAsync(new SiloUnavailableException());
        _states.LoadAsync<ClusterState>("", "", "", "", default).ThrowsAsyncForAnyArgs(new TimeoutException("store"));

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => LookAsync());

        Assert.Equal("store", failure.Message);
    }

    [Fact]
    public async Task Call_StoreWrittenInBetween_RunsAnewOnWhatIsThere()
    {
        var conflicting = Stored(new ClusterState());
        conflicting.WriteStateAsync(Arg.Any<CancellationToken>()).ThrowsAsync(new InconsistentStateException("a test"));
        var current = Stored(new ClusterState { Modes = [Change] });
        _states.LoadAsync<ClusterState>("cluster", "10", "cluster", "cluster", Arg.Any<CancellationToken>())
            .Returns(conflicting, current);
        _hosted.SetMode(Arg.Any<ModeChange>(), Arg.Any<CancellationToken>()).ThrowsAsync(new SiloUnavailableException());

        var state = await _calls.CallAsync<IClusterGrain, ClusterState>(
            "10", (grain, token) => grain.SetMode(Change, token), CancellationToken.None);

        Assert.Equal([Change], state.Modes);
        await current.DidNotReceive().WriteStateAsync(Arg.Any<CancellationToken>());
    }

    private static IPersistentState<ClusterState> Stored(ClusterState state)
    {
        var stored = Substitute.For<IPersistentState<ClusterState>>();
        stored.State.Returns(state);
        return stored;
    }

    private void StoredIs(ClusterState state)
    {
        var stored = Stored(state);
        _states.LoadAsync<ClusterState>("cluster", "10", "cluster", "cluster", Arg.Any<CancellationToken>())
            .Returns(stored);
    }

    private Task<ClusterState> LookAsync(CancellationToken cancellationToken = default) =>
        _calls.CallAsync<IClusterGrain, ClusterState>("10", (grain, token) => grain.Look(token), cancellationToken);
}
