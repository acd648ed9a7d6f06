using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class BuilderReplayTests : IAsyncDisposable
{
    private readonly LaneHost _host = new();
    private readonly ExecutionModeSwitch _mode;
    private readonly ScriptedGate _gate = new();
    private readonly BuilderRelay _relay;

    public BuilderReplayTests()
    {
        _mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), _host.Meters.Metrics, _host.Time,
            NullLogger<ExecutionModeSwitch>.Instance);
        _relay = new BuilderRelay(
            _host.Lane, _host.Sync, new ReplayBlocks(100, 100_000), _gate, _mode,
            new HealthState(new HealthOptions(), ExecutionMode.Enabled, hasBuilder: true, _host.Time),
            Options.Create(new BuilderOptions()), Options.Create(_host.Options), _host.Meters.Metrics, _host.Time,
            NullLogger<BuilderRelay>.Instance);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Polled_BuilderBehindRememberedBlocks_SendsThemInOrderAndThenTheHead()
    {
        await FollowWhileAwayAsync(101, 104);
        _host.Builder.Respond = call => call.Request.Method == UpstreamMethod.NewPayload
            ? LaneCalls.Status("VALID")
            : LaneCalls.ForkchoiceStatus("VALID");

        Poll(102, 104);
        await _host.Builder.CallAsync(2);

        Assert.Equal(["block 103", "block 104", "head 104"], _host.Sent);
        Assert.Equal(2, _host.Meters.Count("sidecar.catch_up.blocks"));
    }

    [Fact]
    public async Task Polled_ReplayAnsweredValid_TheBuilderIsSyncedAgain()
    {
        await FollowWhileAwayAsync(101, 102);
        Poll(101, 102);
        (await _host.ExpectAsync(0, "block 102")).Reply(LaneCalls.Status("VALID"));
        var head = await _host.ExpectAsync(1, "head 102");

        head.Reply(LaneCalls.ForkchoiceStatus("VALID"));
        _ = _host.Lane.Add(LaneCalls.Block(103));
        await _host.ExpectAsync(2, "block 103");

        Assert.Equal(BuilderSyncState.Synced, _host.Sync.State);
        Assert.Equal(FallbackReason.None, _relay.WhyNotBuild(noTxPool: false));
    }

    [Fact]
    public async Task Polled_WhileAReplayIsUnderWay_StartsNoSecondOne()
    {
        await FollowWhileAwayAsync(101, 104);
        Poll(102, 104);
        await _host.ExpectAsync(0, "block 103");

        Poll(102, 104);
        Poll(102, 104);

        Assert.Equal(2, _host.Meters.Count("sidecar.catch_up.blocks"));
    }

    [Fact]
    public async Task Polled_ModeDisabled_ReplaysNothing()
    {
        await FollowWhileAwayAsync(101, 104);
        _mode.Set(ExecutionMode.Disabled, "test", "test");

        Poll(102, 104);

        Assert.Equal(0, _host.Lane.Count);
        Assert.Equal(0, _host.Meters.Count("sidecar.catch_up.blocks"));
    }

    [Theory]
    [InlineData(98, 100, BuilderSyncState.Unknown)]
    [InlineData(97, 100, BuilderSyncState.Syncing)]
    [InlineData(1, 100, BuilderSyncState.Syncing)]
    public void Polled_SyncingBehindBlocksNobodyRemembers_IsTriedOnlyWhenItIsNearlyThere(
        int builder, int local, object state)
    {
        _host.Sync.ForkchoiceAnswered(PayloadStatus.Syncing);
        _relay.Follow(LaneCalls.Head(local));

        Poll(builder, local);

        Assert.Equal(state, _host.Sync.State);
    }

    [Fact]
    public void Polled_SyncingFarBehindForAWhile_IsTriedNowAndThen()
    {
        _host.Sync.ForkchoiceAnswered(PayloadStatus.Syncing);
        _relay.Follow(LaneCalls.Head(100));

        Poll(1, 100);
        var early = _host.Sync.State;
        _host.Time.Advance(_host.Options.SyncRetryInterval);
        Poll(1, 100);
        var due = _host.Sync.State;
        _host.Sync.ForkchoiceAnswered(PayloadStatus.Syncing);
        Poll(1, 100);

        Assert.Equal(
            [BuilderSyncState.Syncing, BuilderSyncState.Unknown, BuilderSyncState.Syncing],
            [early, due, _host.Sync.State]);
    }

    [Fact]
    public void Polled_OnlyWasAwayAndNobodyRemembers_IsTriedAtOnce()
    {
        _host.Sync.ConnectionFailed();
        _relay.Follow(LaneCalls.Head(100));

        Poll(1, 100);

        Assert.Equal(BuilderSyncState.Unknown, _host.Sync.State);
    }

    [Fact]
    public void Polled_NothingWasEverFollowed_ReplaysNothing()
    {
        _host.Sync.ConnectionFailed();

        Poll(1, 100);

        Assert.Equal(0, _host.Lane.Count);
    }

    /// <summary>The chain goes on while the builder is away; what the lane drops is remembered.</summary>
    private async Task FollowWhileAwayAsync(int first, int last)
    {
        _host.Sync.ConnectionFailed();
        await _host.Lane.StartAsync(CancellationToken.None);
        for (var number = first; number <= last; number++)
        {
            _relay.Follow(LaneCalls.Block(number));
            _relay.Follow(LaneCalls.Head(number));
        }

        await _host.Lane.Add(LaneCalls.Block(9999)).WaitAsync(TestKit.Patience.Default);
        Assert.Empty(_host.Sent);
    }

    private void Poll(int builder, int local) =>
        _relay.OnBuilderPolled(HeadPollResult.Answered(Head(builder)), Head(local));

    private static BlockHead Head(int number) => new((ulong)number, Sample.Hash(number), 1_700_000_000 + (ulong)number);
}
