using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class BuilderRelayTests : IAsyncDisposable
{
    private static readonly string WithId =
        """{"result":{"payloadStatus":{"status":"VALID"},"payloadId":"0x0000000000000007"}}""";

    private readonly LaneHost _host = new();
    private readonly BuilderOptions _options = new();
    private readonly ExecutionModeSwitch _mode;
    private readonly HealthState _health;
    private readonly ScriptedGate _gate = new();
    private readonly BuilderRelay _relay;
    private int _pollsAskedFor;

    public BuilderRelayTests()
    {
        _mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), _host.Meters.Metrics, _host.Time,
            NullLogger<ExecutionModeSwitch>.Instance);
        _health = new HealthState(new HealthOptions(), ExecutionMode.Enabled, hasBuilder: true, _host.Time);
        _relay = new BuilderRelay(
            _host.Lane, _host.Sync, new ReplayBlocks(100, 100_000), _gate, _mode, _health, Options.Create(_options),
            Options.Create(_host.Options), _host.Meters.Metrics, _host.Time, NullLogger<BuilderRelay>.Instance)
        {
            PollSoon = () => _pollsAskedFor++,
        };
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(ExecutionMode.Enabled, false, BuilderSyncState.Unknown, false, FallbackReason.None)]
    [InlineData(ExecutionMode.Enabled, false, BuilderSyncState.Synced, false, FallbackReason.None)]
    [InlineData(ExecutionMode.Enabled, false, BuilderSyncState.Syncing, false, FallbackReason.BuilderSyncing)]
    [InlineData(ExecutionMode.Enabled, false, BuilderSyncState.Unreachable, false, FallbackReason.BuilderUnreachable)]
    [InlineData(ExecutionMode.Enabled, true, BuilderSyncState.Synced, false, FallbackReason.NoTxPool)]
    [InlineData(ExecutionMode.Enabled, true, BuilderSyncState.Syncing, true, FallbackReason.NoTxPool)]
    [InlineData(ExecutionMode.Enabled, false, BuilderSyncState.Synced, true, FallbackReason.BuilderUnhealthy)]
    [InlineData(ExecutionMode.DryRun, false, BuilderSyncState.Synced, false, FallbackReason.None)]
    [InlineData(ExecutionMode.DryRun, false, BuilderSyncState.Syncing, false, FallbackReason.BuilderSyncing)]
    [InlineData(ExecutionMode.Disabled, false, BuilderSyncState.Synced, false, FallbackReason.ModeDisabled)]
    [InlineData(ExecutionMode.Disabled, true, BuilderSyncState.Syncing, true, FallbackReason.ModeDisabled)]
    public void WhyNotBuild_EverythingThatCounts_GivesTheReason(
        ExecutionMode mode, bool noTxPool, object state, bool isUnhealthy, FallbackReason reason)
    {
        _mode.Set(mode, "test", "test");
        Put((BuilderSyncState)state);
        _options.IgnoreUnhealthy = true;
        for (var i = 0; isUnhealthy && i < 10; i++)
        {
            _health.BuilderMissed(FallbackReason.BuilderError);
        }

        Assert.Equal(reason, _relay.WhyNotBuild(noTxPool));
    }

    [Theory]
    [InlineData(ExecutionMode.Enabled, 1)]
    [InlineData(ExecutionMode.DryRun, 1)]
    [InlineData(ExecutionMode.Disabled, 0)]
    public void LeaveOut_BuilderFollowsHeads_TellsWhoLeads(ExecutionMode mode, int told)
    {
        _mode.Set(mode, "test", "test");

        _relay.LeaveOut(new BuildDigest(1, 2), 100);

        Assert.Equal(Enumerable.Repeat((new BuildDigest(1, 2), 100UL), told), _gate.Leading);
    }

    [Fact]
    public void WhyNotBuild_UnhealthyButNotToBeLeftAlone_IsNone()
    {
        for (var i = 0; i < 10; i++)
        {
            _health.BuilderMissed(FallbackReason.BuilderError);
        }

        Assert.Equal(FallbackReason.None, _relay.WhyNotBuild(noTxPool: false));
    }

    [Theory]
    [InlineData(BuilderSyncState.Unknown, 0)]
    [InlineData(BuilderSyncState.Synced, 0)]
    [InlineData(BuilderSyncState.Syncing, 1)]
    [InlineData(BuilderSyncState.Unreachable, 1)]
    public void WhyNotBuild_BuilderIsAway_AsksForAPoll(object state, int polls)
    {
        Put((BuilderSyncState)state);

        _relay.WhyNotBuild(noTxPool: false);

        Assert.Equal(polls, _pollsAskedFor);
    }

    [Theory]
    [InlineData("VALID", "\"0x0000000000000007\"", FallbackReason.None)]
    [InlineData("VALID", "null", FallbackReason.BuilderNoPayloadId)]
    [InlineData("INVALID", "null", FallbackReason.BuilderNoPayloadId)]
    [InlineData("SYNCING", "null", FallbackReason.BuilderSyncing)]
    public async Task StartBuild_Answered_IsStartedOrSaysWhyNot(string status, string id, FallbackReason failure)
    {
        var answer = $$$"""{"result":{"payloadStatus":{"status":"{{{status}}}"},"payloadId":{{{id}}}}}""";
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));

        (await _host.Builder.CallAsync(0)).Reply(answer);

        Assert.Equal(failure, (await build).Failure);
        Assert.Equal(failure == FallbackReason.None ? new PayloadId(7) : null, (await build).PayloadId);
    }

    [Theory]
    [InlineData("""{"error":{"code":-38003,"message":"x"}}""", FallbackReason.BuilderError)]
    [InlineData("""{"result":{}}""", FallbackReason.BuilderMalformed)]
    [InlineData("garbage", FallbackReason.BuilderMalformed)]
    public async Task StartBuild_AnsweredWithoutAStatus_SaysWhyNot(string answer, FallbackReason failure)
    {
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));

        (await _host.Builder.CallAsync(0)).Reply(answer);

        Assert.Equal(BuilderBuild.Failed(failure), await build);
    }

    [Theory]
    [InlineData(UpstreamFailure.TimedOut, FallbackReason.BuilderTimeout)]
    [InlineData(UpstreamFailure.Unreachable, FallbackReason.BuilderUnreachable)]
    [InlineData(UpstreamFailure.TooLarge, FallbackReason.BuilderTooLarge)]
    [InlineData(UpstreamFailure.Canceled, FallbackReason.BuilderTimeout)]
    public async Task StartBuild_NotAnswered_SaysWhy(object failure, FallbackReason reason)
    {
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));

        (await _host.Builder.CallAsync(0)).Fail((UpstreamFailure)failure);

        Assert.Equal(BuilderBuild.Failed(reason), await build);
    }

    [Fact]
    public async Task StartBuild_BuilderAnswersAnHttpError_IsABuilderError()
    {
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));

        (await _host.Builder.CallAsync(0)).ReplyHttp(500, WithId);

        Assert.Equal(BuilderBuild.Failed(FallbackReason.BuilderError), await build);
    }

    [Fact]
    public async Task StartBuild_RunningForAnotherGateway_UsesItsIdAndSendsNothing()
    {
        _gate.Respond = (_, _) => ValueTask.FromResult(BuildPermission.Join(new PayloadId(9)));

        var build = await _relay.StartBuildAsync(LaneCalls.Attributes(1));

        Assert.Equal(BuilderBuild.Started(new PayloadId(9)), build);
        Assert.Empty(_host.Sent);
        Assert.Empty(_gate.StartedBuilds);
    }

    [Theory]
    [InlineData(FallbackReason.HeldByAnother)]
    [InlineData(FallbackReason.BreakerOpen)]
    [InlineData(FallbackReason.ClusterAway)]
    public async Task StartBuild_NotPermitted_SaysWhyAndSendsNothing(FallbackReason refusal)
    {
        _gate.Respond = (_, _) => ValueTask.FromResult(BuildPermission.Refuse(refusal));

        var build = await _relay.StartBuildAsync(LaneCalls.Attributes(1));

        Assert.Equal(BuilderBuild.Failed(refusal), build);
        Assert.Empty(_host.Sent);
    }

    [Fact]
    public async Task StartBuild_PermittedAsProbe_TellsTheClusterOfAProbe()
    {
        _gate.Respond = (_, _) => ValueTask.FromResult(BuildPermission.Start(isProbe: true));
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));

        (await _host.Builder.CallAsync(0)).Reply(WithId);

        Assert.Equal(BuilderBuild.Started(new PayloadId(7), isProbe: true), await build);
        Assert.Equal((LaneCalls.Attributes(1).Digest, await build), Assert.Single(_gate.StartedBuilds));
    }

    [Fact]
    public async Task StartBuild_NewerHeadWhileAsking_SendsNothing()
    {
        var permission = new TaskCompletionSource<BuildPermission>();
        _gate.Respond = (_, _) => new ValueTask<BuildPermission>(permission.Task);
        var build = _relay.StartBuildAsync(LaneCalls.Attributes(1));
        _relay.Follow(LaneCalls.Head(2));

        permission.SetResult(BuildPermission.Start());

        Assert.Equal(BuilderBuild.Failed(FallbackReason.Superseded), await build);
        Assert.Empty(_host.Sent);
    }

    [Fact]
    public async Task StartBuild_NewerBuildPermittedFirst_DoesNotUndoIt()
    {
        var permission = new TaskCompletionSource<BuildPermission>();
        _gate.Respond = (digest, _) => digest == LaneCalls.Attributes(1).Digest
            ? new ValueTask<BuildPermission>(permission.Task)
            : ValueTask.FromResult(BuildPermission.Start());
        var older = _relay.StartBuildAsync(LaneCalls.Attributes(1));
        var newer = _relay.StartBuildAsync(LaneCalls.Attributes(1, "b") with { Digest = new BuildDigest(1, 1) });
        (await _host.Builder.CallAsync(0)).Reply(WithId);

        permission.SetResult(BuildPermission.Start());

        Assert.Equal(BuilderBuild.Failed(FallbackReason.Superseded), await older);
        Assert.Equal(new PayloadId(7), (await newer).PayloadId);
        Assert.Single(_host.Sent);
    }

    [Fact]
    public void Follow_AnotherGatewayIsTheWriter_QueuesNothingAndLetsGo()
    {
        _gate.MayFollow = false;
        var block = LaneCalls.Block(1);

        _relay.Follow(block);
        _relay.Follow(LaneCalls.Head(1));

        Assert.Equal(0, _host.Lane.Count);
        Assert.True(block.Lease.Bytes.IsEmpty);
    }

    [Fact]
    public async Task StartBuild_FirstAfterAnotherWriter_SendsTheLastBlocksFirst()
    {
        _gate.MayFollow = false;
        _relay.Follow(LaneCalls.Block(1));
        _relay.Follow(LaneCalls.Block(2));
        _host.Builder.Respond = call => call.Request.Method == UpstreamMethod.NewPayload
            ? LaneCalls.Status("VALID")
            : WithId;

        await _relay.StartBuildAsync(LaneCalls.Attributes(2));

        Assert.Equal(["block 1", "block 2", "attributes 2"], _host.Sent);
    }

    [Fact]
    public void Follow_ModeDisabled_QueuesNothingAndLetsGo()
    {
        _mode.Set(ExecutionMode.Disabled, "test", "test");
        var block = LaneCalls.Block(1);

        _relay.Follow(block);
        _relay.Follow(LaneCalls.Head(1));

        Assert.Equal(0, _host.Lane.Count);
        Assert.True(block.Lease.Bytes.IsEmpty);
    }

    [Theory]
    [InlineData(ExecutionMode.Enabled)]
    [InlineData(ExecutionMode.DryRun)]
    public void Follow_ModeNotDisabled_QueuesBoth(ExecutionMode mode)
    {
        _mode.Set(mode, "test", "test");

        _relay.Follow(LaneCalls.Block(1));
        _relay.Follow(LaneCalls.Head(1));

        Assert.Equal(2, _host.Lane.Count);
    }

    private void Put(BuilderSyncState state)
    {
        switch (state)
        {
            case BuilderSyncState.Synced:
                _host.Sync.ForkchoiceAnswered(PayloadStatus.Valid);
                break;
            case BuilderSyncState.Syncing:
                _host.Sync.ForkchoiceAnswered(PayloadStatus.Syncing);
                break;
            case BuilderSyncState.Unreachable:
                _host.Sync.ConnectionFailed();
                break;
            default:
                break;
        }
    }
}
