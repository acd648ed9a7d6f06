using System.Diagnostics;
using System.Globalization;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Grains.Builders;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Builders;

public sealed class BreakerTests
{
    private static readonly BuilderGrainOptions Options = new();
    private static readonly BuildDigest Probe = Digest(1);
    private static readonly BuildDigest Other = Digest(2);

    /// <summary>Each state × event. "Open 20 s #2": for 20 s more, the second time since it was closed.</summary>
    public static TheoryData<BreakerStanding, BreakerEvent, string> Table { get; } = MakeTable();

    [Theory]
    [MemberData(nameof(Table))]
    public void Event_InEachState_LeadsTo(BreakerStanding standing, BreakerEvent happens, string expected)
    {
        var breaker = Breaker.Settle(Standing(standing), Now, Options);

        var (admission, next) = Happen(breaker, happens);

        Assert.Equal(expected, admission is null ? Describe(next) : $"{admission}: {Describe(next)}");
    }

    [Fact]
    public void Table_AllStatesAndEvents_AreThere() => Assert.Equal(
        Enum.GetValues<BreakerStanding>().Length * Enum.GetValues<BreakerEvent>().Length, Table.Count);

    [Fact]
    public void Probe_FailsAgainAndAgain_StaysOpenTwiceAsLongUpToTheLimit()
    {
        var breaker = Breaker.Count(BreakerState.Closed, Other, FallbackReason.NotValid, Now, Options);
        var times = new List<TimeSpan>();
        var now = Now;
        for (var opening = 0; opening < 6; opening++)
        {
            times.Add(breaker.OpenUntil!.Value - now);
            now = breaker.OpenUntil.Value;
            breaker = Breaker.BeginProbe(breaker, Probe, now);
            breaker = Breaker.Count(breaker, Probe, FallbackReason.BuilderTimeout, now, Options);
        }

        Assert.Equal([10, 20, 40, 60, 60, 60], times.Select(time => (int)time.TotalSeconds));
    }

    [Fact]
    public void Opening_ByTheLastOfSeveralFailures_SaysWhichItWas()
    {
        var breaker = BreakerState.Closed;
        FallbackReason[] failures =
            [FallbackReason.BuilderError, FallbackReason.BuilderTimeout, FallbackReason.BuilderMalformed];

        breaker = failures.Aggregate(breaker, (state, failure) => Breaker.Count(state, Other, failure, Now, Options));

        Assert.Equal(
            (BreakerPhase.Open, 3, FallbackReason.BuilderMalformed), (breaker.Phase, breaker.Failures, breaker.Cause));
    }

    [Fact]
    public void Probe_WithoutOutcomeForLong_OpenedWhenItsTimeWasOver()
    {
        var breaker = Standing(BreakerStanding.Probing);

        var muchLater = Breaker.Settle(breaker, Now.AddHours(1), Options);

        // The probe began a second ago and was given 10 s; then it was open for 20 s, which are over.
        Assert.Equal(Now.AddSeconds(-1 + 10 + 20), muchLater.OpenUntil);
        Assert.Equal(BreakerAdmission.Probe, Breaker.Admit(muchLater, Other, Now.AddHours(1)));
    }

    [Fact]
    public void Open_ForLongerThanIsEverSet_IsDue()
    {
        var breaker = Standing(BreakerStanding.Open) with { OpenUntil = Now.AddHours(1) };

        var settled = Breaker.Settle(breaker, Now, Options);

        Assert.Equal(BreakerAdmission.Probe, Breaker.Admit(settled, Probe, Now));
        Assert.Same(settled, Breaker.Settle(settled, Now.AddSeconds(1), Options));
    }

    [Fact]
    public void Probe_StampedFarInTheFuture_IsOver()
    {
        var breaker = Standing(BreakerStanding.Probing) with { ProbeStartedAt = Now.AddHours(1) };

        Assert.Equal("Open 20 s #2", Describe(Breaker.Settle(breaker, Now, Options)));
    }

    [Fact]
    public void States_WithoutTheirTimes_DoNotStick()
    {
        var open = new BreakerState { Phase = BreakerPhase.Open };
        var halfOpen = new BreakerState { Phase = BreakerPhase.HalfOpen };

        Assert.Equal(BreakerAdmission.Probe, Breaker.Admit(Breaker.Settle(open, Now, Options), Probe, Now));
        Assert.Equal("Open 10 s #1", Describe(Breaker.Settle(halfOpen, Now, Options)));
    }

    [Fact]
    public void Breaker_SwitchedOff_NeverOpensAndLetsGo()
    {
        var never = Options with { FailuresMax = 0 };

        Assert.Same(
            BreakerState.Closed, Breaker.Count(BreakerState.Closed, Other, FallbackReason.NotValid, Now, never));
        Assert.Equal(BreakerState.Closed, Breaker.Settle(Standing(BreakerStanding.Open), Now, never));
        Assert.Equal(BreakerState.Closed, Breaker.Settle(Standing(BreakerStanding.Probing), Now, never));
    }

    [Theory]
    [InlineData(FallbackReason.None, "Success")]
    [InlineData(FallbackReason.NoBuilder, "Neutral")]
    [InlineData(FallbackReason.ModeDisabled, "Neutral")]
    [InlineData(FallbackReason.DryRun, "Success")]
    [InlineData(FallbackReason.NoTxPool, "Neutral")]
    [InlineData(FallbackReason.UnknownBuild, "Neutral")]
    [InlineData(FallbackReason.UnknownVersion, "Neutral")]
    [InlineData(FallbackReason.BuilderSyncing, "Neutral")]
    [InlineData(FallbackReason.BuilderUnhealthy, "Neutral")]
    [InlineData(FallbackReason.BuilderUnreachable, "Failure")]
    [InlineData(FallbackReason.BuilderTimeout, "Failure")]
    [InlineData(FallbackReason.BuilderNoPayloadId, "Failure")]
    [InlineData(FallbackReason.BuilderError, "Failure")]
    [InlineData(FallbackReason.BuilderMalformed, "Failure")]
    [InlineData(FallbackReason.BuilderTooLarge, "Failure")]
    [InlineData(FallbackReason.AttributesMismatch, "Grave")]
    [InlineData(FallbackReason.DuplicateBlock, "Failure")]
    [InlineData(FallbackReason.NotValid, "Grave")]
    [InlineData(FallbackReason.ValidationFailed, "Neutral")]
    [InlineData(FallbackReason.Policy, "Success")]
    [InlineData(FallbackReason.InternalError, "Neutral")]
    [InlineData(FallbackReason.BreakerOpen, "Neutral")]
    [InlineData(FallbackReason.BreakerProbe, "Success")]
    [InlineData(FallbackReason.HeldByAnother, "Neutral")]
    [InlineData(FallbackReason.ClusterAway, "Neutral")]
    [InlineData(FallbackReason.Superseded, "Neutral")]
    [InlineData((FallbackReason)999, "Neutral")]
    public void Weight_OfEachReason_IsKnown(FallbackReason reason, string expected) =>
        Assert.Equal(expected, OutcomeWeights.Of(reason).ToString());

    [Fact]
    public void Weights_OfAllReasons_WereThoughtAbout()
    {
        var rows = typeof(BreakerTests).GetMethod(nameof(Weight_OfEachReason_IsKnown))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>()
            .Select(row => (FallbackReason)row.GetData(null!).Single()[0]);

        Assert.Empty(Enum.GetValues<FallbackReason>().Except(rows));
    }

    private static TheoryData<BreakerStanding, BreakerEvent, string> MakeTable()
    {
        const string Opens = "Open 10 s #1";
        const string Reopens = "Open 20 s #2";
        const string Stays = "Open 4 s #1";
        const string Due = "Open -1 s #1";
        const string Late = "Open 18 s #2";

        // In the order of BreakerEvent: asks, successes, failures, grave failures, neutral ones; the probe's first.
        var rows = new Dictionary<BreakerStanding, string[]>
        {
            [BreakerStanding.Closed] =
            [
                "Free: Closed 0", "Free: Closed 0", "Closed 0", "Closed 0", "Closed 1", "Closed 1",
                Opens, Opens, "Closed 0", "Closed 0",
            ],
            [BreakerStanding.OneFailureShort] =
            [
                "Free: Closed 2", "Free: Closed 2", "Closed 0", "Closed 0", Opens, Opens,
                Opens, Opens, "Closed 2", "Closed 2",
            ],
            [BreakerStanding.Open] =
            [
                $"Refused: {Stays}", $"Refused: {Stays}", Stays, Stays, Stays, Stays, Stays, Stays, Stays, Stays,
            ],
            [BreakerStanding.OpenAndDue] =
            [
                "Probe: HalfOpen 1", "Probe: HalfOpen 2", Due, Due, Due, Due, Due, Due, Due, Due,
            ],
            [BreakerStanding.Probing] =
            [
                "Probe: HalfOpen 1", "Refused: HalfOpen 1", "Closed 0", "Closed 0", Reopens, "HalfOpen 1",
                Reopens, Reopens, "Open 0 s #1", "HalfOpen 1",
            ],
            [BreakerStanding.ProbeWithoutOutcome] =
            [
                $"Refused: {Late}", $"Refused: {Late}", Late, Late, Late, Late, Late, Late, Late, Late,
            ],
        };

        var table = new TheoryData<BreakerStanding, BreakerEvent, string>();
        foreach (var (standing, expected) in rows)
        {
            foreach (var happens in Enum.GetValues<BreakerEvent>())
            {
                table.Add(standing, happens, expected[(int)happens]);
            }
        }

        return table;
    }

    private static BreakerState Standing(BreakerStanding standing)
    {
        var open = new BreakerState
        {
            Phase = BreakerPhase.Open,
            Failures = 3,
            Openings = 1,
            Cause = FallbackReason.BuilderTimeout,
        };
        var halfOpen = open with { Phase = BreakerPhase.HalfOpen, Probe = Probe };
        return standing switch
        {
            BreakerStanding.Closed => BreakerState.Closed,
            BreakerStanding.OneFailureShort => BreakerState.Closed with { Failures = 2 },
            BreakerStanding.Open => open with { OpenUntil = Now.AddSeconds(4) },
            BreakerStanding.OpenAndDue => open with { OpenUntil = Now.AddSeconds(-1) },
            BreakerStanding.Probing => halfOpen with { ProbeStartedAt = Now.AddSeconds(-1) },
            BreakerStanding.ProbeWithoutOutcome => halfOpen with { ProbeStartedAt = Now.AddSeconds(-12) },
            _ => throw new UnreachableException(),
        };
    }

    private static (BreakerAdmission? Admission, BreakerState Next) Happen(BreakerState breaker, BreakerEvent happens)
    {
        var digest = (int)happens % 2 == 0 ? Probe : Other;
        if (happens is BreakerEvent.AskForProbe or BreakerEvent.AskForOther)
        {
            var admission = Breaker.Admit(breaker, digest, Now);
            return (admission, admission == BreakerAdmission.Probe
                ? Breaker.BeginProbe(breaker, digest, Now)
                : breaker);
        }

        var result = happens switch
        {
            BreakerEvent.SuccessOfProbe or BreakerEvent.SuccessOfOther => FallbackReason.BreakerProbe,
            BreakerEvent.FailureOfProbe or BreakerEvent.FailureOfOther => FallbackReason.BuilderError,
            BreakerEvent.GraveOfProbe or BreakerEvent.GraveOfOther => FallbackReason.NotValid,
            BreakerEvent.NeutralOfProbe or BreakerEvent.NeutralOfOther => FallbackReason.ValidationFailed,
            _ => throw new UnreachableException(),
        };
        return (null, Breaker.Count(breaker, digest, result, Now, Options));
    }

    private static string Describe(BreakerState breaker) => breaker.Phase switch
    {
        BreakerPhase.Closed => $"Closed {breaker.Failures}",
        BreakerPhase.Open => string.Create(
            CultureInfo.InvariantCulture,
            $"Open {(breaker.OpenUntil! - Now).Value.TotalSeconds} s #{breaker.Openings}"),
        BreakerPhase.HalfOpen => $"HalfOpen {breaker.Probe!.Value.Low}",
        _ => throw new UnreachableException(),
    };
}
