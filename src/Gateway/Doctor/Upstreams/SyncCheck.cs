namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>Whether the client says that it is syncing.</summary>
internal sealed class SyncCheck(UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts)
    : UpstreamCheck("sync", target)
{
    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        var reply = await probe.AskAsync("eth_syncing", "[]", cancellationToken);
        if (IfLost(reply) is { } lost)
        {
            return lost;
        }

        facts.IsSyncing = SyncJudgement.Read(reply);
        return CheckResult.Of(SyncJudgement.Judge(Target, facts.IsSyncing));
    }
}
