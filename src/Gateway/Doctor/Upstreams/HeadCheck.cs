using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>The client's newest block, and its first.</summary>
internal sealed class HeadCheck(
    UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts, HealthOptions options, TimeProvider time)
    : UpstreamCheck("head", target)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await probe.AskAsync("eth_getBlockByNumber", """["latest",false]""", cancellationToken);
        if (IfLost(reply) is { } lost)
        {
            return lost;
        }

        facts.Head = HeadFacts.Read(reply);
        var genesis = await probe.AskAsync("eth_getBlockByNumber", """["0x0",false]""", cancellationToken);
        facts.Genesis = HeadFacts.Read(genesis)?.Hash;
        TimeSpan? ageMax = Target.IsLocal ? options.MaxUnsafeInterval : null;
        return CheckResult.Of(HeadJudgement.Judge(facts.Head, reply.ErrorMessage, time.GetUtcNow(), ageMax));
    }
}
