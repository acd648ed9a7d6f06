using System.Globalization;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Doctor.Pair;

/// <summary>
/// Whether the builder follows local: asks both at the same time, for their heads and for a block they share.
/// </summary>
internal sealed class HeadsCheck(ExaminedUpstream local, ExaminedUpstream builder, ProgramSettings settings)
    : ICheck
{
    public string Name => "heads";

    public string Subject => Subjects.Builder;

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (local.Facts.Head is null || builder.Facts.Head is null || local.Facts.ChainId != builder.Facts.ChainId)
        {
            return CheckResult.NotMade;
        }

        var (ours, theirs) = await BothAsync("latest", cancellationToken);
        if (ours is null || theirs is null)
        {
            return CheckResult.NotMade;
        }

        var number = Math.Min(ours.Number, theirs.Number).ToString("x", CultureInfo.InvariantCulture);
        var shared = await BothAsync($"0x{number}", cancellationToken);
        return CheckResult.Of(HeadsJudgement.Judge(
            ours, theirs, shared.Local?.Hash, shared.Builder?.Hash, builder.Facts.IsSyncing == true,
            settings.Health.MaxUnsafeInterval, (ulong)settings.BoostSync.ReplayBlocksMax));
    }

    private async Task<(HeadFacts? Local, HeadFacts? Builder)> BothAsync(
        string block, CancellationToken cancellationToken)
    {
        var parameters = $"""["{block}",false]""";
        var ours = local.Probe.AskAsync("eth_getBlockByNumber", parameters, cancellationToken);
        var theirs = builder.Probe.AskAsync("eth_getBlockByNumber", parameters, cancellationToken);
        return (HeadFacts.Read(await ours), HeadFacts.Read(await theirs));
    }
}
