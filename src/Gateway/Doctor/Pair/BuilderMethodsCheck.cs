namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>Whether the builder has what local has: the version used with both is the one that op-node uses.</summary>
internal sealed class BuilderMethodsCheck(PairFacts pair) : ICheck
{
    public string Name => "builder-methods";

    public string Subject => Subjects.Builder;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(pair.Local is { Methods: { } local, Head: { } head } && pair.Builder?.Methods is { } builder
            ? CheckResult.Of(BuilderMethodsJudgement.Judge(local, builder, head))
            : CheckResult.NotMade);
}
