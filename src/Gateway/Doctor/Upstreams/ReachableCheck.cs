using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>
/// Whether anything answers at the client's address. Asks for the chain, so that one answer serves many.
/// </summary>
internal sealed class ReachableCheck(UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts)
    : UpstreamCheck("reachable", target)
{
    /// <summary>
    /// The first answer is the making of a connection, too, and any may be late by chance: the quickest counts.
    /// </summary>
    private const int FurtherAsks = 4;

    /// <summary>An answer that takes longer is slow by any measure, and not asked for again.</summary>
    private static readonly TimeSpan SlowByAnyMeasure = TimeSpan.FromSeconds(1);

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await probe.AskAsync("eth_chainId", "[]", cancellationToken);
        for (var i = 0; i < FurtherAsks && MayBeQuicker(reply); i++)
        {
            var next = await probe.AskAsync("eth_chainId", "[]", cancellationToken);
            reply = next.Failure == ProbeFailure.None && next.Elapsed > reply.Elapsed ? reply : next;
        }

        facts.Contact = reply;
        facts.ChainId = HeadFacts.ReadQuantity(reply);
        var finding = ReachableJudgement.Judge(Target, UrlText.Format(Target.Url), reply);
        return new([finding], MayGoOn: reply.Failure == ProbeFailure.None);
    }

    private static bool MayBeQuicker(ProbeReply reply) =>
        reply.Failure == ProbeFailure.None && reply.Elapsed < SlowByAnyMeasure;
}
