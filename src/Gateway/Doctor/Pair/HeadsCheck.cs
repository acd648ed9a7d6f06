using System.Globalization;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>Whether the builder follows local: asks both at the same time, for their heads and for a block they share.</summary>
internal sealed class HeadsCheck(PairFacts pair, ProgramSettings settings) : ICheck
{
    public string Name => "heads";

    public string Subject => Subjects.Builder;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (pair.Local.Head is null || pair.Builder?.Head is null || pair.Local.ChainId != pair.Builder.ChainId)
        {
            return CheckResult.NotMade;
        }

        var (local, builder) = await BothAsync("latest", cancellationToken);
        if (local is null || builder is null)
        {
            return CheckResult.NotMade;
        }

        var number = Math.Min(local.Number, builder.Number).ToString("x", CultureInfo.InvariantCulture);
        var shared = await BothAsync($"0x{number}", cancellationToken);
        return CheckResult.Of(HeadsJudgement.Judge(
            local, builder, shared.Local?.Hash, shared.Builder?.Hash, pair.Builder.IsSyncing == true,
            settings.Health.MaxUnsafeInterval, (ulong)settings.BoostSync.ReplayBlocksMax));
    }

    private async Task<(HeadFacts? Local, HeadFacts? Builder)> BothAsync(
        string block, CancellationToken cancellationToken)
    {
        var parameters = $"""["{block}",false]""";
        var local = pair.LocalProbe.AskAsync("eth_getBlockByNumber", parameters, cancellationToken);
        var builder = pair.BuilderProbe!.AskAsync("eth_getBlockByNumber", parameters, cancellationToken);
        return (HeadFacts.Read(await local), HeadFacts.Read(await builder));
    }
}
