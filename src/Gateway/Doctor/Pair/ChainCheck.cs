using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>Whether both clients, and the option, are of one chain.</summary>
internal sealed class ChainCheck(
    ExaminedUpstream local, ExaminedUpstream? builder, ulong? option, string optionName) : ICheck
{
    public string Name => "chain";

    public string Subject => builder is null ? Subjects.Local : Subjects.Builder;

    public Task<CheckResult> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult(local.Facts.ChainId is { } chainId && (builder is null || builder.Facts.ChainId is not null)
            ? CheckResult.Of(ChainJudgement.Judge(
                chainId, local.Facts.Genesis, builder?.Facts.ChainId, builder?.Facts.Genesis, option, optionName))
            : CheckResult.NotMade);
}
