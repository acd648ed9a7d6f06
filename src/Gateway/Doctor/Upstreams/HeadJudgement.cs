using System.Globalization;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class HeadJudgement
{
    public static readonly FindingKind Fresh = FindingKind.Ok("head.ok");
    public static readonly FindingKind Old = FindingKind.Warning("head.old");
    public static readonly FindingKind AheadOfTime = FindingKind.Warning("head.ahead-of-time");
    public static readonly FindingKind None = FindingKind.Error("head.none");

    /// <summary>A sequencer makes a block at most one block time ahead.</summary>
    private const long AheadMax = 60;

    /// <summary>Judges the newest block.</summary>
    /// <param name="head">The block; null if there was none.</param>
    /// <param name="error">What the client said instead.</param>
    /// <param name="now">The time.</param>
    /// <param name="ageMax">
    /// Oldest head of local that /healthz calls healthy; null for the builder, whose head is compared with local's.
    /// </param>
    public static Finding Judge(HeadFacts? head, string? error, DateTimeOffset now, TimeSpan? ageMax)
    {
        if (head is null)
        {
            return None.Is(
                error is null ? "It tells no newest block." : $"It tells no newest block: {ForeignText.Quote(error)}.",
                "see that the port serves the eth_ methods too, and that the client has a chain.");
        }

        var age = now.ToUnixTimeSeconds() - (long)head.Timestamp;
        var block = string.Create(
            CultureInfo.InvariantCulture, $"block {head.Number} ({head.Hash[..10]}..., {head.Fork.Name})");
        if (age < -AheadMax)
        {
            return AheadOfTime.Is(
                $"Its head is {block}, of a time that comes in {Seconds(-age)} only.",
                "set the clock of this machine by NTP; if it is right, the chain's genesis or its sequencer is not.");
        }

        return ageMax is { } max && age > max.TotalSeconds
            ? Old.Is(
                $"Its head is {block}, {Seconds(age)} old; /healthz says 503 from {DurationText.Format(max)} on.",
                "nothing, if the sequencer is not running yet; else see why op-node makes no blocks.")
            : Fresh.Is($"Its head is {block}, {(age < 0 ? "new" : $"{Seconds(age)} old")}.");
    }

    private static string Seconds(long seconds) => seconds switch
    {
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} min"),
        < 172800 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400} days"),
    };
}
