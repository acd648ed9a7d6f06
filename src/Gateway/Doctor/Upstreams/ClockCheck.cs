namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>How far the client's clock is from ours, by the Date header of its first answer.</summary>
internal sealed class ClockCheck(UpstreamTarget target, UpstreamFacts facts) : UpstreamCheck("clock", target)
{
    public override Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        facts.Skew = ClockJudgement.Skew(facts.Contact!);
        return Task.FromResult(CheckResult.Of(ClockJudgement.Judge(facts.Skew)));
    }
}
