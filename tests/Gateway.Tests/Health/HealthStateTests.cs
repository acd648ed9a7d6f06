using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HealthStateTests
{
    [Theory]
    [InlineData(6, 200)]
    [InlineData(6.1, 503)]
    public void Evaluate_LocalSilent_IsUnavailableAfterThreeIntervals(double seconds, int expected)
    {
        var at = new HealthSetup().PollBoth();

        at.Wait(seconds).State.BuilderHead(at.HeadNow());

        Assert.Equal(expected, at.Status);
    }

    [Theory]
    [InlineData(3, 200)]
    [InlineData(3.1, 503)]
    public void Evaluate_ShortInterval_ToleratesThreeSecondsOfSilence(double seconds, int expected)
    {
        var at = new HealthSetup(configure: options => options.PollInterval = TimeSpan.FromMilliseconds(100));

        at.PollBoth().Wait(seconds);

        Assert.Equal(expected, at.Status);
    }

    [Fact]
    public void Evaluate_LocalAnswersButHeadIsOutdated_IsUnavailable()
    {
        var at = new HealthSetup().PollBoth();

        at.Wait(6.1).State.LocalAnswered();

        Assert.Equal(503, at.Status);
        Assert.Contains("told its head", at.State.Evaluate().Reasons[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3600, 200)]
    [InlineData(0, 200)]
    [InlineData(10, 200)]
    [InlineData(11, 503)]
    public void Evaluate_AgeOfLocalHead_DecidesAtMaxUnsafeInterval(int secondsOld, int expected)
    {
        var at = new HealthSetup(hasBuilder: false);

        at.State.LocalHead(at.HeadNow(secondsOld));

        Assert.Equal(expected, at.Status);
    }

    [Fact]
    public void Evaluate_LongPollInterval_DoesNotAgeTheHeadItself()
    {
        var at = new HealthSetup(configure: options => options.PollInterval = TimeSpan.FromMinutes(1));

        at.PollBoth(localOld: 1, builderOld: 1).Wait(50);

        Assert.Equal(200, at.Status);
    }

    [Fact]
    public void Evaluate_LongPollIntervalAndLocalToldFirst_DoesNotCallTheBuilderBehind()
    {
        var at = new HealthSetup(configure: options => options.PollInterval = TimeSpan.FromMinutes(1));

        at.PollBoth().Wait(60).State.LocalHead(at.HeadNow());

        Assert.Equal(200, at.Status);
    }

    [Theory]
    [InlineData(6, 200)]
    [InlineData(6.1, 206)]
    public void Evaluate_BuilderNeverAnswered_IsPartialAfterThreeIntervals(double seconds, int expected)
    {
        var at = new HealthSetup();

        at.Wait(seconds).State.LocalHead(at.HeadNow());

        Assert.Equal(expected, at.Status);
    }

    [Fact]
    public void Evaluate_BothChainsStandStill_BlamesLocalNotTheBuilder()
    {
        var at = new HealthSetup().PollBoth(localOld: 3600, builderOld: 3600);

        var report = at.State.Evaluate();

        Assert.Equal(HealthVerdict.ServiceUnavailable, report.Verdict);
        Assert.StartsWith("Local's head", Assert.Single(report.Reasons), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, 206)]
    [InlineData(61, 200)]
    public void Evaluate_MissesGrowOld_StopCounting(int seconds, int expected)
    {
        var at = new HealthSetup();
        for (var i = 0; i < 3; i++)
        {
            at.State.BuilderMissed(FallbackReason.BuilderTimeout);
        }

        at.Wait(seconds).PollBoth();

        Assert.Equal(expected, at.Status);
    }

    [Theory]
    [InlineData(FallbackReason.DryRun)]
    [InlineData(FallbackReason.Policy)]
    public void BuilderMissed_PayloadWasGood_EndsTheRow(FallbackReason reason)
    {
        var at = new HealthSetup().PollBoth();
        at.State.BuilderMissed(FallbackReason.BuilderTimeout);
        at.State.BuilderMissed(FallbackReason.BuilderTimeout);

        at.State.BuilderMissed(reason);
        at.State.BuilderMissed(FallbackReason.BuilderTimeout);

        Assert.Equal(200, at.Status);
    }

    [Fact]
    public void ModeChanged_BackFromDisabled_GivesTheBuilderAFreshStart()
    {
        var at = new HealthSetup().PollBoth();
        at.State.BuilderFailed(UpstreamFailure.Unreachable);
        at.State.BuilderFailed(UpstreamFailure.Unreachable);
        at.State.ModeChanged(ExecutionMode.Disabled);

        at.Wait(600).State.LocalHead(at.HeadNow());
        at.State.ModeChanged(ExecutionMode.Enabled);

        Assert.Equal(200, at.Status);
        at.Wait(6.1).State.LocalHead(at.HeadNow());
        Assert.Equal(206, at.Status);
    }

    [Fact]
    public void Evaluate_BuilderNotReported_IsHealthyAndStillSaysWhy()
    {
        var at = new HealthSetup(configure: options => options.ReportBuilder = false).PollBoth();
        at.State.BuilderFailed(UpstreamFailure.Unreachable);
        at.State.BuilderFailed(UpstreamFailure.TimedOut);

        var report = at.State.Evaluate();

        Assert.Equal(HealthVerdict.Healthy, report.Verdict);
        Assert.Equal("Builder failed the last 2 times, last timed_out.", Assert.Single(report.Reasons));
        Assert.Contains(report.Facts, fact => fact is { Name: "builder.last_failure", Value: "timed_out" });
    }

    [Fact]
    public void Evaluate_Facts_HaveTheirAge()
    {
        var at = new HealthSetup().PollBoth().Wait(1.5);

        var facts = at.State.Evaluate().Facts;

        Assert.Contains(new HealthFact("local.head.number", "100", 1.5), facts);
        Assert.Contains(new HealthFact("builder.last_answer", "ok", 1.5), facts);
        Assert.Contains(new HealthFact("execution_mode", "enabled", null), facts);
    }

    [Theory]
    [InlineData(ExecutionMode.Enabled, false)]
    [InlineData(ExecutionMode.Disabled, true)]
    public void Evaluate_BuilderNotWanted_IgnoresAllOfIt(ExecutionMode mode, bool hasBuilder)
    {
        var at = new HealthSetup(mode, hasBuilder);
        at.State.LocalHead(at.HeadNow());
        at.State.BuilderSync(BuilderSyncState.Syncing);
        at.State.BuilderFailed(UpstreamFailure.Unreachable);
        at.State.BuilderFailed(UpstreamFailure.Unreachable);

        var report = at.State.Evaluate();

        Assert.Equal(HealthVerdict.Healthy, report.Verdict);
        Assert.Empty(report.Reasons);
        Assert.DoesNotContain(report.Facts, fact => fact.Name.StartsWith("builder.last", StringComparison.Ordinal));
    }
}
