using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class BlockTimeJudgement
{
    public static readonly FindingKind Fits = FindingKind.Ok("block-time.ok");
    public static readonly FindingKind TooShort = FindingKind.Warning("block-time.builder-timeout");

    /// <summary>Judges the builder's share of a getPayload, which comes out of the time for the next block.</summary>
    public static Finding Judge(TimeSpan blockTime, TimeSpan builderTimeout, string option)
    {
        var seconds = Math.Round(blockTime.TotalSeconds, 1).ToString(CultureInfo.InvariantCulture);
        var share = DurationText.Format(builderTimeout);
        return builderTimeout >= blockTime
            ? TooShort.Is(
                $"Blocks come every {seconds} s and the builder may take {share} of each: one that is slow makes "
                + "blocks late.",
                $"lower {option} well below the block time.")
            : Fits.Is($"Blocks come every {seconds} s; the builder's share of {share} fits in.");
    }
}
