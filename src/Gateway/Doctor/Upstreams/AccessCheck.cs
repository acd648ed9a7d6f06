namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Whether it lets us in: host name, token, and JSON-RPC behind them.</summary>
internal sealed class AccessCheck(UpstreamTarget target, UpstreamFacts facts) : UpstreamCheck("access", target)
{
    public override Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (Target.Secret is null)
        {
            // The secret itself has been complained about.
            return Task.FromResult(CheckResult.Last());
        }

        var finding = AccessJudgement.Judge(Target, facts.Contact!, facts.Skew);
        return Task.FromResult(new CheckResult([finding], MayGoOn: finding.Kind == AccessJudgement.Accepted));
    }
}
