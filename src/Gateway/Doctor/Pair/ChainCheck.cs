namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>Whether both clients, and the option, are of one chain.</summary>
internal sealed class ChainCheck(PairFacts pair, ulong? option, string optionName) : ICheck
{
    public string Name => "chain";

    public string Subject => pair.Builder is null ? Subjects.Local : Subjects.Builder;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(pair.Local.ChainId is { } local && (pair.Builder is null || pair.Builder.ChainId is not null)
            ? CheckResult.Of(ChainJudgement.Judge(
                local, pair.Local.Genesis, pair.Builder?.ChainId, pair.Builder?.Genesis, option, optionName))
            : CheckResult.NotMade);
}
