using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts.Builders;
using Sidecar.Grains.Builders;

namespace Sidecar.Grains.Tests.Builders;

/// <summary>Whatever gateways ask, record and report, in whatever order, and even when clocks jump.</summary>
public sealed class BuilderProperties
{
    private static readonly BuilderGrainOptions Options =
        new() { BuildsMax = 4, OutcomesMax = 5, ObserversMax = 2 };

    [Fact]
    public void Writer_AnyHistory_ChangesOnlyForAGoodReason() => CheckSteps(step =>
    {
        var (before, after) = (step.Before.Writer, step.After.Writer);
        if (before is null || after == before)
        {
            return;
        }

        Assert.True(step.Command.IsLead || step.Permit?.Verdict is PermitVerdict.Start or PermitVerdict.BreakerOpen);
        Assert.Equal(step.Command.Gateway, after!.GatewayId);
        var request = step.Command.Request;
        var isOver = (step.Now - before.RenewedAt).Duration() > Options.WriterLease;
        var isAbandoned = request.Timestamp == before.Timestamp && step.Before.Builds.Exists(build =>
            build.Digest == request.Digest && build.GatewayId == before.GatewayId && build.PayloadId is null
            && (step.Now - build.RequestedAt).Duration() >= Options.AcknowledgementAgeMax);
        Assert.True(isOver || request.Timestamp > before.Timestamp || isAbandoned);
    });

    [Fact]
    public void Start_AnyHistory_IsOfTheOneLiveWriter() => CheckSteps(step =>
    {
        if (step.Permit?.Verdict != PermitVerdict.Start)
        {
            return;
        }

        Assert.Equal(step.Command.Gateway, step.Permit.Writer?.GatewayId);
        Assert.Equal(step.After.Writer, step.Permit.Writer);
        Assert.Equal(step.After.Writer, BuilderTransitions.View(step.After, step.Now, Options).Writer);
    });

    [Fact]
    public void Epoch_AnyHistory_NeverFallsAndNamesOneGateway()
    {
        var names = new Dictionary<ulong, string>();
        CheckSteps(
            step =>
            {
                if (step.After.Writer is { } writer)
                {
                    Assert.InRange(writer.Epoch, step.Before.Writer?.Epoch ?? 1, (step.Before.Writer?.Epoch ?? 0) + 1);
                    names.TryAdd(writer.Epoch, writer.GatewayId);
                    Assert.Equal(names[writer.Epoch], writer.GatewayId);
                }
            },
            begin: names.Clear);
    }

    [Fact]
    public void Permit_AnyHistory_ObeysTheBreaker() => CheckSteps(step =>
    {
        if (step.Permit is not { } permit)
        {
            return;
        }

        var breaker = step.After.Breaker;
        var isUse = permit.Verdict is PermitVerdict.Start or PermitVerdict.Join;
        Assert.False(isUse && breaker.Phase == BreakerPhase.Open);
        if (isUse && breaker.Phase == BreakerPhase.HalfOpen)
        {
            Assert.True(permit.IsProbe);
            Assert.Equal(step.Command.Request.Digest, breaker.Probe);
        }

        if (permit.Verdict == PermitVerdict.BreakerOpen)
        {
            Assert.NotEqual(BreakerPhase.Closed, breaker.Phase);
            Assert.False(breaker.Phase == BreakerPhase.Open && breaker.OpenUntil <= step.Now);
        }
    });

    [Fact]
    public void Breaker_AskedAndLeftAlone_IsDueInTheEnd() => CheckSteps(step =>
    {
        // Asking shows times that a jump of the clock left in the future; a probe may still be stamped a little ahead.
        var early = Sample.Request("early", 98, 99_998);
        var late = Sample.Request("late", 99, 99_999);
        var (asked, _) = BuilderTransitions.RequestBuild(step.After, early, step.Now, Options);
        var later = step.Now + (2 * Options.ProbeAgeMax) + Options.OpenForMax;
        var (_, permit) = BuilderTransitions.RequestBuild(asked, late, later, Options);

        Assert.Equal(PermitVerdict.Start, permit.Verdict);
    });

    [Fact]
    public void Breaker_SwitchedOff_NeverRefuses() => CheckSteps(
        step => Assert.NotEqual(PermitVerdict.BreakerOpen, step.Permit?.Verdict), Options with { FailuresMax = 0 });

    [Fact]
    public void Id_AnyHistory_NeverChangesNorGoesBeforeItsTime() => CheckSteps(step =>
    {
        foreach (var known in step.Before.Builds.Where(build => build.PayloadId is not null))
        {
            var build = step.After.Builds.Find(build => build.Digest == known.Digest);
            var isForgotten = build is null && step.Before.Builds.Count == Options.BuildsMax;
            Assert.True(isForgotten || build?.PayloadId == known.PayloadId);
        }
    });

    [Fact]
    public void Lists_AnyHistory_AreBoundedAndInOrder() => CheckSteps(step =>
    {
        Assert.InRange(step.After.Builds.Count, 0, Options.BuildsMax);
        Assert.InRange(step.After.Outcomes.Count, 0, Options.OutcomesMax);
        Assert.InRange(step.After.Sync.Count, 0, Options.ObserversMax);
        Assert.Distinct(step.After.Builds.Select(build => build.Digest));
        Assert.Distinct(step.After.Outcomes.Select(outcome => (outcome.Digest, outcome.GatewayId)));
        Assert.Distinct(step.After.Sync.Select(word => word.GatewayId));
    });

    [Fact]
    public void Command_AppliedAgain_ChangesNothing() => CheckSteps(step =>
    {
        var (again, permit) = step.Command.Apply(step.After, step.Now, Options);

        Assert.Same(step.After, again);
        Assert.Equal(step.Permit, permit);
    });

    private static void CheckSteps(Action<Step> holds, BuilderGrainOptions? options = null, Action? begin = null) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(400),
            Prop.ForAll(BuilderCommand.Histories().ToArbitrary(), commands =>
            {
                begin?.Invoke();
                var (state, now) = (new BuilderState(), Sample.Now);
                foreach (var command in commands)
                {
                    now += command.Pause;
                    var (next, permit) = command.Apply(state, now, options ?? Options);
                    holds(new Step(state, command, now, next, permit));
                    state = next;
                }
            }));

    private sealed record Step(
        BuilderState Before, BuilderCommand Command, DateTimeOffset Now, BuilderState After, BuildPermit? Permit);
}
