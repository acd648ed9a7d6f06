using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>Whether the builder has what local has: the version used with both is the one that op-node uses.</summary>
internal sealed class BuilderMethodsCheck(ExaminedUpstream local, ExaminedUpstream builder) : ICheck
{
    public string Name => "builder-methods";

    public string Subject => Subjects.Builder;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(
            local.Facts is { Methods: { } ours, Head: { } head } && builder.Facts.Methods is { } theirs
            ? CheckResult.Of(BuilderMethodsJudgement.Judge(ours, theirs, head))
            : CheckResult.NotMade);
}
