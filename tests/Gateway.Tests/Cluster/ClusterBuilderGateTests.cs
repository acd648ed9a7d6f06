using NSubstitute;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Cluster;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class ClusterBuilderGateTests : IDisposable
{
    private static readonly BuildDigest Digest = new(1, 2);
    private static readonly WriterLease Ours = new(ClusterHost.GatewayId, 1, 100, DateTimeOffset.UnixEpoch);
    private static readonly WriterLease Theirs = new("gateway-b", 2, 100, DateTimeOffset.UnixEpoch);

    private readonly ClusterHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Request_GrainsOfItsOwnNotThereYet_MayStart()
    {
        using var host = new ClusterHost(isShared: false);

        Assert.Equal(BuildPermission.Start(), await host.Gate.RequestAsync(Digest, 100));
    }

    [Theory]
    [InlineData(PermitVerdict.HeldByAnother, FallbackReason.HeldByAnother)]
    [InlineData(PermitVerdict.BreakerOpen, FallbackReason.BreakerOpen)]
    [InlineData((PermitVerdict)99, FallbackReason.HeldByAnother)]
    public async Task Request_Refused_SaysWhy(PermitVerdict verdict, FallbackReason reason)
    {
        await _host.ReachAsync();
        Permit(new BuildPermit(verdict, null, false, null));

        Assert.Equal(BuildPermission.Refuse(reason), await _host.Gate.RequestAsync(Digest, 100));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_Permitted_MayStart(bool isProbe)
    {
        await _host.ReachAsync();
        Permit(new BuildPermit(PermitVerdict.Start, null, isProbe, Ours));

        Assert.Equal(BuildPermission.Start(isProbe), await _host.Gate.RequestAsync(Digest, 100));
    }

    [Fact]
    public async Task Request_RunningElsewhere_GetsItsId()
    {
        await _host.ReachAsync();
        Permit(new BuildPermit(PermitVerdict.Join, new PayloadId(7), false, Theirs));

        Assert.Equal(BuildPermission.Join(new PayloadId(7)), await _host.Gate.RequestAsync(Digest, 100));
    }

    [Fact]
    public async Task Request_JustAskedElsewhere_AsksAgainUntilTheIdIsKnown()
    {
        await _host.ReachAsync();
        Permit(
            new BuildPermit(PermitVerdict.Wait, null, false, Theirs),
            new BuildPermit(PermitVerdict.Join, new PayloadId(7), false, Theirs));
        var request = _host.Gate.RequestAsync(Digest, 100).AsTask();

        _host.Time.Advance(ClusterLimits.WaitStep);

        Assert.Equal(BuildPermission.Join(new PayloadId(7)), await request);
    }

    [Fact]
    public async Task Request_ClusterNeverReached_IsLocal()
    {
        var permission = await _host.Gate.RequestAsync(Digest, 100);

        Assert.Equal(BuildPermission.Refuse(FallbackReason.ClusterAway), permission);
    }

    [Fact]
    public async Task Request_ClusterAwayFromTheWriter_StartsForTheGrace()
    {
        await LoseClusterAsync(Ours);

        var withinGrace = await _host.Gate.RequestAsync(Digest, 101);
        Watch(_host.Options.WriterGrace + TimeSpan.FromSeconds(1));
        var afterwards = await _host.Gate.RequestAsync(Digest, 102);

        Assert.Equal(BuildPermission.Start(), withinGrace);
        Assert.Equal(BuildPermission.Refuse(FallbackReason.ClusterAway), afterwards);
    }

    [Fact]
    public async Task Request_ClusterAwayFromAnotherThanTheWriter_IsLocal()
    {
        await LoseClusterAsync(Theirs);
        _host.Time.Advance(ClusterLimits.HiccupMax);

        Assert.Equal(
            BuildPermission.Refuse(FallbackReason.ClusterAway), await _host.Gate.RequestAsync(Digest, 101));
    }

    [Fact]
    public async Task Request_ClusterAwayAndBreakerOpen_LeavesTheBuilderAlone()
    {
        await LoseClusterAsync(Ours);
        var breaker = new BreakerState
        {
            Phase = BreakerPhase.Open,
            OpenUntil = _host.Time.GetUtcNow() + TimeSpan.FromSeconds(10),
        };
        _host.Gate.Update(View(Ours) with { Breaker = breaker }, _host.Time.GetTimestamp());

        Assert.Equal(
            BuildPermission.Refuse(FallbackReason.BreakerOpen), await _host.Gate.RequestAsync(Digest, 101));
    }

    [Fact]
    public async Task Request_OneLateAnswerToAnotherThanTheWriter_AsksAgain()
    {
        await _host.ReachAsync();
        Tell(Theirs);
        _host.Builder.RequestBuild(Arg.Any<BuildRequest>(), Arg.Any<CancellationToken>()).Returns(
            _ => new TaskCompletionSource<BuildPermit>().Task,
            _ => Task.FromResult(new BuildPermit(PermitVerdict.Join, new PayloadId(7), false, Theirs)));
        var request = _host.Gate.RequestAsync(Digest, 100).AsTask();

        await _host.AdvanceUntilDoneAsync(request);

        Assert.Equal(BuildPermission.Join(new PayloadId(7)), await request);
    }

    [Fact]
    public void MayFollow_NoWriterOrThisOne_IsTrue()
    {
        Tell(null);
        var withoutWriter = _host.Gate.MayFollow;
        Tell(Ours);

        Assert.True(withoutWriter && _host.Gate.MayFollow);
    }

    [Fact]
    public void MayFollow_ClusterHasNotToldYet_IsFalseUntilNoWriterCanBeLeft()
    {
        var atFirst = _host.Gate.MayFollow;
        _host.Time.Advance(_host.Options.WriterGrace);
        var withinGrace = _host.Gate.MayFollow;
        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(atFirst || withinGrace);
        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public void MayFollow_NothingShared_IsTrueFromTheStart()
    {
        using var alone = new ClusterHost(isShared: false);

        Assert.True(alone.Gate.MayFollow);
    }

    [Fact]
    public void MayFollow_AnotherWriter_IsFalse()
    {
        Tell(Theirs);

        Assert.False(_host.Gate.MayFollow);
    }

    [Fact]
    public void MayFollow_WriterOfTheSameSequencer_IsTrue()
    {
        Tell(Theirs);

        _host.Gate.OurSequencerHas(new HashSet<string> { ClusterHost.GatewayId, Theirs.GatewayId });

        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public async Task Request_ClusterAwayFromAWriterOfTheSameSequencer_IsLocal()
    {
        _host.Gate.OurSequencerHas(new HashSet<string> { Theirs.GatewayId });
        await LoseClusterAsync(Theirs);
        var request = _host.Gate.RequestAsync(Digest, 101).AsTask();

        await _host.AdvanceUntilDoneAsync(request);

        Assert.Equal(BuildPermission.Refuse(FallbackReason.ClusterAway), await request);
    }

    [Fact]
    public async Task MayFollow_ProcessStoodStill_IsFalseUntilTheClusterTellsAgain()
    {
        await _host.ReachAsync();
        Tell(Ours);
        var answeredBeforehand = _host.Time.GetTimestamp();

        _host.Time.Advance(ViewAgeMax + TimeSpan.FromMilliseconds(1));
        var afterStandstill = _host.Gate.MayFollow;
        _host.Gate.Update(View(Ours), answeredBeforehand);
        var afterOldAnswer = _host.Gate.MayFollow;
        Tell(Ours);

        Assert.False(afterStandstill);
        Assert.False(afterOldAnswer);
        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public async Task MayFollow_ClusterAwayForLong_StaysAsItWas()
    {
        await LoseClusterAsync(Ours);

        Watch(10 * ViewAgeMax);

        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public async Task MayFollow_StoodStillWhileTheClusterWasAway_IsFalseUntilTheClusterTellsAgain()
    {
        await LoseClusterAsync(Ours);
        _host.Gate.Watched();

        _host.Time.Advance(ViewAgeMax + TimeSpan.FromMilliseconds(1));
        var beforeTheWatch = _host.Gate.MayFollow;
        _host.Gate.Watched();
        var afterTheWatch = _host.Gate.MayFollow;
        Tell(Ours);

        Assert.False(beforeTheWatch);
        Assert.False(afterTheWatch);
        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public async Task MayFollow_FirstRoundTookLong_IsTrueOnceTheClusterHasTold()
    {
        _host.Gate.Watched();
        await _host.ReachAsync();
        _host.Time.Advance(2 * ViewAgeMax);
        Tell(Ours);

        _host.Gate.Watched();

        Assert.True(_host.Gate.MayFollow);
    }

    [Fact]
    public async Task Request_ClusterAwayAndProcessStoodStill_IsLocal()
    {
        await _host.ReachAsync();
        Tell(Ours);
        _host.Time.Advance(10 * ViewAgeMax);

        await FailRequestAsync();

        Assert.Equal(
            BuildPermission.Refuse(FallbackReason.ClusterAway), await _host.Gate.RequestAsync(Digest, 101));
    }

    [Fact]
    public void MayFollow_AloneAndNeverTold_IsTrue()
    {
        using var alone = new ClusterHost(isShared: false);
        alone.Gate.Update(View(Ours), alone.Time.GetTimestamp());

        alone.Time.Advance(10 * ViewAgeMax);

        Assert.True(alone.Gate.MayFollow);
    }

    [Fact]
    public async Task Request_Permitted_MakesThisTheWriterAtOnce()
    {
        await _host.ReachAsync();
        Tell(Theirs);
        Permit(new BuildPermit(PermitVerdict.Start, null, false, Ours));

        await _host.Gate.RequestAsync(Digest, 101);

        Assert.True(_host.Gate.MayFollow);
    }

    [Theory]
    [InlineData(FallbackReason.None, 1)]
    [InlineData(FallbackReason.BuilderTimeout, 1)]
    [InlineData(FallbackReason.NotValid, 1)]
    [InlineData(FallbackReason.HeldByAnother, 0)]
    [InlineData(FallbackReason.ValidationFailed, 0)]
    [InlineData(FallbackReason.ModeDisabled, 0)]
    public void Ended_Outcome_IsToldOnlyIfItSaysSomethingOfTheBuilder(FallbackReason outcome, int told)
    {
        _host.Gate.Ended(Digest, outcome);

        Assert.Equal(told, _host.Outbox.Count);
    }

    [Fact]
    public async Task Leads_ClusterThere_TellsItAndTakesItsWord()
    {
        await _host.ReachAsync();
        Tell(Theirs);
        _host.Builder.ReportLead(new BuildRequest(ClusterHost.GatewayId, Digest, 101), Arg.Any<CancellationToken>())
            .Returns(View(Ours));
        await _host.Outbox.StartAsync(CancellationToken.None);

        _host.Gate.Leads(Digest, 101);
        await _host.Outbox.StopAsync(CancellationToken.None);

        Assert.True(_host.Gate.MayFollow);
        Assert.Equal(101UL, _host.Gate.NewestTimestamp);
    }

    private static BuilderView View(WriterLease? writer) => new(writer, BreakerState.Closed, BuilderSyncState.Synced);

    private void Permit(BuildPermit first, params BuildPermit[] then) =>
        _host.Builder.RequestBuild(Arg.Any<BuildRequest>(), Arg.Any<CancellationToken>()).Returns(first, then);

    private TimeSpan ViewAgeMax => ClusterLimits.ViewAgeIntervals * _host.Options.WatchInterval;

    /// <summary>Time goes on, and the watch with it.</summary>
    private void Watch(TimeSpan duration)
    {
        for (var left = duration; left > TimeSpan.Zero; left -= _host.Options.WatchInterval)
        {
            _host.Time.Advance(left < _host.Options.WatchInterval ? left : _host.Options.WatchInterval);
            _host.Gate.Watched();
        }
    }

    private void Tell(WriterLease? writer) => _host.Gate.Update(View(writer), _host.Time.GetTimestamp());

    private async Task LoseClusterAsync(WriterLease writer)
    {
        await _host.ReachAsync();
        Tell(writer);
        await FailRequestAsync();
    }

    private async Task FailRequestAsync()
    {
        _host.Builder.RequestBuild(Arg.Any<BuildRequest>(), Arg.Any<CancellationToken>())
            .Returns(new TaskCompletionSource<BuildPermit>().Task);
        while (_host.Client.IsReachable)
        {
            var request = _host.Gate.RequestAsync(Digest, 100).AsTask();
            await _host.AdvanceUntilDoneAsync(request);
        }
    }
}
