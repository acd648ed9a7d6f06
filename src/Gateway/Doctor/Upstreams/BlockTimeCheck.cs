using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

/// <summary>How far apart the last blocks are, and whether the builder's share fits in between.</summary>
internal sealed class BlockTimeCheck(
    UpstreamTarget target, UpstreamProbe probe, UpstreamFacts facts, ConfigurationExamination setup)
    : UpstreamCheck("block-time", target)
{
    /// <summary>Blocks looked back.</summary>
    private const ulong Span = 10;

    public override async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        // Block 0 may be years older than block 1.
        if (facts.Head is not { Number: > 1 } head)
        {
            return CheckResult.NotMade;
        }

        var back = Math.Min(Span, head.Number - 1);
        var number = (head.Number - back).ToString("x", CultureInfo.InvariantCulture);
        var reply = await probe.AskAsync("eth_getBlockByNumber", $"""["0x{number}",false]""", cancellationToken);
        if (IfLost(reply) is { } lost)
        {
            return lost;
        }

        if (HeadFacts.Read(reply) is not { } earlier || earlier.Timestamp >= head.Timestamp)
        {
            return CheckResult.NotMade;
        }

        var blockTime = TimeSpan.FromSeconds(head.Timestamp - earlier.Timestamp) / back;
        return CheckResult.Of(BlockTimeJudgement.Judge(
            blockTime, setup.Settings.Builder.Timeout, setup.NameOf("Builder:Timeout")));
    }
}
