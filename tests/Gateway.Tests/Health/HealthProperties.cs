using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HealthProperties
{
    private static readonly FallbackReason[] NoFault =
        [.. Enum.GetValues<FallbackReason>().Where(reason => !MissPolicy.IsMiss(reason))];

    [Fact]
    public void Verdict_BlocksThatAreNobodysFault_NeverChangesIt()
    {
        var reasons = Gen.Elements(NoFault).ListOf();

        Check.QuickThrowOnFailure(Prop.ForAll(reasons.ToArbitrary(), list =>
        {
            var at = new HealthSetup().PollBoth();
            foreach (var reason in list)
            {
                at.State.BuilderMissed(reason);
            }

            return at.Verdict == HealthVerdict.Healthy;
        }));
    }

    [Fact]
    public void Verdict_OneMissAmongGoodBlocks_NeverChangesIt()
    {
        var misses = Gen.Elements(Enum.GetValues<FallbackReason>().Where(MissPolicy.IsMiss));
        var cases = misses.Zip(Gen.Choose(0, 50)).Zip(Gen.Elements(NoFault));

        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var ((miss, position), noFault) = drawn;
            var at = new HealthSetup();
            var verdicts = Enumerable.Range(0, 51).Select(block =>
            {
                at.Wait(2).PollBoth();
                at.State.BuilderMissed(block == position ? miss : noFault);
                return at.Verdict;
            });

            return verdicts.All(verdict => verdict == HealthVerdict.Healthy);
        }));
    }

    [Fact]
    public void Verdict_OneMissInAThousandBlocks_NeverChanges()
    {
        var at = new HealthSetup();

        var verdicts = Enumerable.Range(0, 10_000).Select(block =>
        {
            at.Wait(2).PollBoth();
            if (block % 1000 == 500)
            {
                at.State.BuilderMissed(FallbackReason.BuilderError);
            }
            else
            {
                at.State.BuilderDelivered();
            }

            return at.Verdict;
        });

        Assert.All(verdicts, verdict => Assert.Equal(HealthVerdict.Healthy, verdict));
    }

    [Fact]
    public void Verdict_BuilderNotReported_IsNeverPartial() => CheckAnyHistory(
        options => options.ReportBuilder = false, (_, verdict) => verdict != HealthVerdict.PartialContent);

    [Fact]
    public void Verdict_BuilderDoesAnything_NeverSaysUnavailable() => CheckAnyHistory(
        _ => { }, (at, verdict) => verdict != HealthVerdict.ServiceUnavailable || LocalIsTheReason(at));

    private static bool LocalIsTheReason(HealthSetup at) =>
        at.State.Evaluate().Reasons[0].StartsWith("Local", StringComparison.Ordinal);

    private static void CheckAnyHistory(
        Action<HealthOptions> configure, Func<HealthSetup, HealthVerdict, bool> holds)
    {
        var events = Gen.Choose(0, 9).Zip(Gen.Choose(0, 20)).ListOf();

        Check.QuickThrowOnFailure(Prop.ForAll(events.ToArbitrary(), list =>
        {
            var at = new HealthSetup(configure: configure);
            return list.All(drawn =>
            {
                Happen(at, drawn.Item1, drawn.Item2);
                return holds(at, at.Verdict);
            });
        }));
    }

    private static void Happen(HealthSetup at, int what, int number)
    {
        var reasons = Enum.GetValues<FallbackReason>();
        var failures = Enum.GetValues<UpstreamFailure>();
        Action happen = what switch
        {
            0 => () => at.Wait(number),
            1 => at.State.LocalAnswered,
            2 => () => at.State.LocalFailed(failures[number % failures.Length]),
            3 => () => at.State.LocalHead(at.HeadNow(number)),
            4 => at.State.BuilderAnswered,
            5 => () => at.State.BuilderFailed(failures[number % failures.Length]),
            6 => () => at.State.BuilderHead(at.HeadNow(number)),
            7 => () => at.State.BuilderSync((BuilderSyncState)(number % 4)),
            8 => () => at.State.BuilderMissed(reasons[number % reasons.Length]),
            _ => () => at.State.ModeChanged((ExecutionMode)(number % 3)),
        };
        happen();
    }
}
