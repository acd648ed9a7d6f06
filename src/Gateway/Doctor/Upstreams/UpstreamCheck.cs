namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>What the checks of one client have in common.</summary>
/// <param name="name">Name of the check.</param>
/// <param name="target">The client.</param>
internal abstract class UpstreamCheck(string name, UpstreamTarget target) : ICheck
{
    /// <summary>It answered before and does not now.</summary>
    public static readonly FindingKind Lost = FindingKind.Error("reachable.lost");

    public string Name => name;

    public string Subject => target.Subject;

    protected UpstreamTarget Target => target;

    public abstract Task<CheckResult> RunAsync(CancellationToken cancellationToken);

    /// <summary>The end of the client's checks, if it no longer answers; null if it does.</summary>
    protected CheckResult? IfLost(ProbeReply reply) => reply.Failure == ProbeFailure.None ? null : CheckResult.Last(
        Lost.Is(
            $"It answered before and not to the check {Name} ({ReachableJudgement.Words(reply.Failure)}).",
            "look at its log and load; then run this again."));
}
