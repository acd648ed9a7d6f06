using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Grains.Builders;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Builders;

public sealed class BuilderTransitionsTests
{
    private readonly BuilderGrainOptions _options = new();
    private BuilderState _state = new();
    private DateTimeOffset _now = Now;

    [Fact]
    public void Request_First_StartsAndMakesTheWriter()
    {
        var permit = Ask("a", 1);

        Assert.Equal(
            new BuildPermit(PermitVerdict.Start, null, false, new WriterLease("a", 1, 100, Now)), permit);
        Assert.Equal(new RunningBuild(Digest(1), 100, "a", Now, null, false), Assert.Single(_state.Builds));
    }

    [Fact]
    public void Request_OfAnotherGatewayForTheSameBlock_IsHeld()
    {
        Ask("a", 1);

        var permit = Ask("b", 2);

        Assert.Equal((PermitVerdict.HeldByAnother, "a"), (permit.Verdict, permit.Writer!.GatewayId));
        Assert.Single(_state.Builds);
    }

    [Fact]
    public void Request_OfAnotherGatewayForANewerBlock_TakesOver()
    {
        Ask("a", 1);

        var permit = Ask("b", 2, timestamp: 101);

        Assert.Equal(new WriterLease("b", 2, 101, Now), permit.Writer);
        Assert.Equal(PermitVerdict.Start, permit.Verdict);
    }

    [Fact]
    public void Release_OfTheWriter_LetsTheNextOneWriteAtOnceInANewEpoch()
    {
        Ask("a", 1);

        _state = BuilderTransitions.ReleaseWriter(_state, "a");
        var view = BuilderTransitions.View(_state, _now, _options);
        var permit = Ask("b", 2);

        Assert.Null(view.Writer);
        Assert.Equal(new WriterLease("b", 2, 100, Now), permit.Writer);
    }

    [Fact]
    public void Release_OfNobodyOrAnotherOrTwice_ChangesNothing()
    {
        var never = BuilderTransitions.ReleaseWriter(_state, "a");
        Ask("a", 1);
        var byAnother = BuilderTransitions.ReleaseWriter(_state, "b");
        var once = BuilderTransitions.ReleaseWriter(_state, "a");
        var twice = BuilderTransitions.ReleaseWriter(once, "a");

        Assert.Null(never.Writer);
        Assert.Same(_state, byAnother);
        Assert.Same(once, twice);
    }

    [Fact]
    public void Request_AcknowledgedBuild_IsJoinedWithoutTheLease()
    {
        Ask("a", 1);
        Record(1, Run("x", 7));

        var permit = Ask("b", 1);

        Assert.Equal((PermitVerdict.Join, Id(7), "a"), (permit.Verdict, permit.PayloadId, permit.Writer!.GatewayId));
    }

    [Fact]
    public void Request_OwnBuildAcknowledged_IsJoinedToo()
    {
        Ask("a", 1);
        Record(1, Run("x", 7));

        Assert.Equal(PermitVerdict.Join, Ask("a", 1).Verdict);
    }

    [Fact]
    public void Request_UnacknowledgedBuild_WaitsThenTakesItOver()
    {
        Ask("a", 1);
        Pass(ms: 249);
        var early = Ask("b", 1);

        Pass(ms: 1);
        var late = Ask("b", 1);

        Assert.Equal((PermitVerdict.Wait, PermitVerdict.Start), (early.Verdict, late.Verdict));
        Assert.Equal(new WriterLease("b", 2, 100, _now), late.Writer);
        Assert.Equal(("b", _now), (Assert.Single(_state.Builds).GatewayId, _state.Builds[0].RequestedAt));
    }

    [Fact]
    public void Request_UnacknowledgedBuildOfAWriterThatWentOn_IsHeld()
    {
        Ask("a", 1);
        Ask("a", 2, timestamp: 102);
        Pass(ms: 300);

        Assert.Equal(PermitVerdict.HeldByAnother, Ask("b", 1).Verdict);
    }

    [Fact]
    public void Request_SameGatewayAgain_StartsAgain()
    {
        Ask("a", 1);
        var before = _state;

        Assert.Equal(PermitVerdict.Start, Ask("a", 1).Verdict);

        Assert.Same(before, _state);
    }

    [Fact]
    public void Request_SameGatewayMuchLater_LetsTheOthersWaitAgain()
    {
        Ask("a", 1);
        Pass(ms: 300);

        Ask("a", 1);

        Assert.Equal(PermitVerdict.Wait, Ask("b", 1).Verdict);
    }

    [Fact]
    public void Request_WriterWithoutProgress_LosesTheLeaseToWhoeverAsks()
    {
        Ask("a", 1);
        Pass(ms: 3000);
        Ask("a", 2);
        Pass(ms: 2001);

        var permit = Ask("b", 3);

        Assert.Equal((PermitVerdict.Start, "b"), (permit.Verdict, permit.Writer!.GatewayId));
    }

    [Fact]
    public void Request_BreakerOpen_IsRefusedEvenForARunningBuild()
    {
        Ask("a", 1);
        Record(1, Run("x", 7));
        Report("a", 5, FallbackReason.NotValid);

        var permit = Ask("b", 1);

        Assert.Equal(
            (PermitVerdict.BreakerOpen, (PayloadId?)null, "a"),
            (permit.Verdict, permit.PayloadId, permit.Writer!.GatewayId));
    }

    [Fact]
    public void Request_BreakerOpen_MakesWhoeverLeadsTheWriter()
    {
        // Without a writer the gateways of all sequencers would send heads, and those of followers come late.
        Ask("a", 1);
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 4_000);

        var kept = Ask("a", 2, timestamp: 101);
        Pass(ms: 4_000);
        var taken = Ask("b", 3, timestamp: 102);
        var held = Ask("a", 3, timestamp: 102);

        Assert.Equal(new WriterLease("a", 1, 101, Now.AddSeconds(4)), kept.Writer);
        Assert.Equal(new WriterLease("b", 2, 102, Now.AddSeconds(8)), taken.Writer);
        Assert.Equal(taken.Writer, held.Writer);
        Assert.All([kept, taken, held], permit => Assert.Equal(PermitVerdict.BreakerOpen, permit.Verdict));
    }

    [Fact]
    public void ReportLead_NewerBlock_RenewsOrTakesTheLeaseAndStartsNothing()
    {
        Ask("a", 1);
        var builds = _state.Builds;
        Pass(ms: 4_000);

        var kept = Lead("a", 2, timestamp: 101);
        Pass(ms: 4_000);
        var held = Lead("b", 2, timestamp: 101);
        var taken = Lead("b", 3, timestamp: 102);

        Assert.Equal(new WriterLease("a", 1, 101, Now.AddSeconds(4)), kept);
        Assert.Equal(kept, held);
        Assert.Equal(new WriterLease("b", 2, 102, Now.AddSeconds(8)), taken);
        Assert.Equal(builds, _state.Builds);
    }

    [Fact]
    public void Request_BreakerDue_IsTheOneProbe()
    {
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 10_000);

        var probe = Ask("a", 1);
        var other = Ask("a", 2, timestamp: 102);

        Assert.Equal((PermitVerdict.Start, true), (probe.Verdict, probe.IsProbe));
        Assert.Equal((PermitVerdict.BreakerOpen, false), (other.Verdict, other.IsProbe));
        Assert.Equal((BreakerPhase.HalfOpen, Digest(1)), (_state.Breaker.Phase, _state.Breaker.Probe));
    }

    [Fact]
    public void Request_ProbeAgain_JoinsAsProbe()
    {
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 10_000);
        Ask("a", 1);
        Record(1, Run("x", 7));

        var permit = Ask("b", 1);

        Assert.Equal((PermitVerdict.Join, Id(7), true), (permit.Verdict, permit.PayloadId, permit.IsProbe));
    }

    [Fact]
    public void Request_ProbeOfABreakerThatClosedSince_IsStillOnlyChecked()
    {
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 10_000);
        Ask("a", 1);
        Record(1, Run("x", 7));
        Report("b", 4, FallbackReason.None);

        var permit = Ask("b", 1);

        Assert.Equal((PermitVerdict.Join, true), (permit.Verdict, permit.IsProbe));
    }

    [Fact]
    public void Request_BreakerDueButHeldByAnother_IsNotTheProbe()
    {
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 9_000);
        _state = _state with { Writer = new WriterLease("a", 1, 100, _now) };
        Pass(ms: 1_000);

        var permit = Ask("b", 1);

        Assert.Equal((PermitVerdict.HeldByAnother, BreakerPhase.Open), (permit.Verdict, _state.Breaker.Phase));
    }

    [Fact]
    public void Request_BuildFromBeforeTheOpening_BecomesTheProbeByJoining()
    {
        Ask("a", 1);
        Record(1, Run("x", 7));
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 10_000);

        var permit = Ask("b", 1);

        Assert.Equal((PermitVerdict.Join, true), (permit.Verdict, permit.IsProbe));
        Assert.Equal(Digest(1), _state.Breaker.Probe);
        Assert.True(Assert.Single(_state.Builds).IsProbe);
    }

    [Fact]
    public void Outcome_OfABuildThatFailedBefore_CountsAsThatOfTheProbe()
    {
        Report("a", 1, FallbackReason.NotValid);
        Pass(ms: 10_000);
        Ask("a", 1);

        var view = Report("a", 1, FallbackReason.BreakerProbe);

        Assert.Equal(BreakerState.Closed, view.Breaker);
    }

    [Fact]
    public void Outcome_ReportedAgain_CountsOnce()
    {
        Report("a", 1, FallbackReason.BuilderError);
        var before = _state;

        Report("a", 1, FallbackReason.BuilderTimeout);

        Assert.Same(before, _state);
        Report("b", 1, FallbackReason.BuilderError);
        Assert.Equal(2, _state.Breaker.Failures);
    }

    [Fact]
    public void Outcomes_ThreeFailuresInARow_OpenForAll()
    {
        Report("a", 1, FallbackReason.BuilderError);
        Report("b", 2, FallbackReason.None);
        Report("a", 3, FallbackReason.BuilderError);
        Report("b", 4, FallbackReason.BuilderTimeout);

        var view = Report("a", 5, FallbackReason.BuilderNoPayloadId);

        Assert.Equal((BreakerPhase.Open, Now.AddSeconds(10)), (view.Breaker.Phase, view.Breaker.OpenUntil));
        Assert.Equal(PermitVerdict.BreakerOpen, Ask("c", 6).Verdict);
    }

    [Fact]
    public void Record_Failure_LetsTheBuildBeAskedForAgain()
    {
        Ask("a", 1);

        Record(1, Failed("x", FallbackReason.BuilderError));

        Assert.Empty(_state.Builds);
        Assert.Equal(PermitVerdict.Start, Ask("a", 1).Verdict);
    }

    [Fact]
    public void Record_FailureOfWhoLostTheBuild_LeavesItToTheOther()
    {
        Ask("a", 1);
        Pass(ms: 300);
        Ask("b", 1);
        var before = _state;

        Record(1, Failed("x", FallbackReason.BuilderTimeout, gateway: "a"));

        Assert.Same(before, _state);
    }

    [Fact]
    public void Record_FailureAfterAnId_ChangesNothing()
    {
        Ask("a", 1);
        Record(1, Run("x", 7));
        var before = _state;

        Record(1, Failed("x", FallbackReason.BuilderError));
        Record(1, Run("x", 8));

        Assert.Same(before, _state);
    }

    [Fact]
    public void Record_BuildThatNobodyAskedFor_CanBeJoined()
    {
        Record(1, Run("x", 7));

        Assert.Equal((PermitVerdict.Join, Id(7)), (Ask("b", 1).Verdict, Ask("b", 1).PayloadId));
    }

    [Fact]
    public void Builds_MoreThanAreKept_ForgetTheOldest()
    {
        for (var number = 1; number <= 17; number++)
        {
            Ask("a", number, timestamp: 100 + (ulong)number);
        }

        Assert.Equal(Enumerable.Range(2, 16).Select(Digest), _state.Builds.Select(build => build.Digest));
    }

    [Fact]
    public void View_LeaseIsOver_ShowsNoWriter()
    {
        Ask("a", 1);
        Pass(ms: 5_000);
        Assert.NotNull(View().Writer);

        Pass(ms: 1);

        Assert.Null(View().Writer);
        Assert.NotNull(_state.Writer);
    }

    [Fact]
    public void View_ProbeWithoutOutcome_ShowsTheBreakerOpen()
    {
        Report("a", 5, FallbackReason.NotValid);
        Pass(ms: 10_000);
        Ask("a", 1);

        Pass(ms: 10_000);

        Assert.Equal((BreakerPhase.Open, 2), (View().Breaker.Phase, View().Breaker.Openings));
        Assert.Equal(PermitVerdict.BreakerOpen, Ask("a", 1).Verdict);
    }

    private void Pass(int ms) => _now = _now.AddMilliseconds(ms);

    private BuildPermit Ask(string gateway, int number, ulong timestamp = 100)
    {
        (_state, var permit) = BuilderTransitions.RequestBuild(
            _state, Request(gateway, number, timestamp), _now, _options);
        return permit;
    }

    private WriterLease? Lead(string gateway, int number, ulong timestamp)
    {
        _state = BuilderTransitions.ReportLead(_state, Request(gateway, number, timestamp), _now, _options);
        return View().Writer;
    }

    private void Record(int number, Contracts.Payloads.BuilderRun run) =>
        _state = BuilderTransitions.RecordBuild(_state, Digest(number), run, _now, _options);

    private BuilderView Report(string gateway, int number, FallbackReason result)
    {
        _state = BuilderTransitions.ReportOutcome(_state, Outcome(gateway, number, result), _now, _options);
        return View();
    }

    private BuilderView View() => BuilderTransitions.View(_state, _now, _options);
}
