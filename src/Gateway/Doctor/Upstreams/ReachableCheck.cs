using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Whether anything answers at the client's address. Asks for the chain, so that one answer serves many.</summary>
internal sealed class ReachableCheck(UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts)
    : UpstreamCheck("reachable", target)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        // The second time, so that what is reported is an answer and not the making of a connection.
        var reply = await probe.AskAsync("eth_chainId", "[]", cancellationToken);
        reply = reply.Failure == ProbeFailure.None
            ? await probe.AskAsync("eth_chainId", "[]", cancellationToken) : reply;
        facts.Contact = reply;
        facts.ChainId = HeadFacts.ReadQuantity(reply);
        var finding = ReachableJudgement.Judge(Target, UrlText.Format(Target.Url), reply);
        return new([finding], MayGoOn: reply.Failure == ProbeFailure.None);
    }
}
