using System.Globalization;

namespace Sidecar.Gateway.Doctor.Upstreams;

internal static class ClockJudgement
{
    public static readonly FindingKind Right = FindingKind.Ok("clock.ok");
    public static readonly FindingKind Untold = FindingKind.Ok("clock.untold");
    public static readonly FindingKind Off = FindingKind.Warning("clock.off");
    public static readonly FindingKind FarOff = FindingKind.Error("clock.far-off");

    /// <summary>Above this it is a warning: clocks that are kept by NTP are within milliseconds.</summary>
    public static readonly TimeSpan OffMax = TimeSpan.FromSeconds(10);

    /// <summary>Above this an error: tokens are taken for 60 s either way.</summary>
    public static readonly TimeSpan FarOffMax = TimeSpan.FromSeconds(55);

    private const string Fix = "set both clocks by NTP (timedatectl); tokens are refused from 60 s on.";

    /// <summary>
    /// The smallest difference that explains the header: it is cut to the second, and was written at some moment
    /// between question and answer. Positive if the other clock is ahead.
    /// </summary>
    public static TimeSpan? Skew(ProbeReply reply)
    {
        if (reply.Date is not { } date)
        {
            return null;
        }

        var least = date - (reply.AskedAt + reply.Elapsed);
        var most = date + TimeSpan.FromSeconds(1) - reply.AskedAt;
        return least > TimeSpan.Zero ? least : most < TimeSpan.Zero ? most : TimeSpan.Zero;
    }

    public static Finding Judge(TimeSpan? skew)
    {
        if (skew is not { } by)
        {
            return Untold.Is("It sends no Date, so its clock could not be compared with ours.");
        }

        var away = by.Duration();
        var direction = by > TimeSpan.Zero ? "ahead of" : "behind";
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"Its clock is {Math.Round(away.TotalSeconds)} s {direction} this machine's");
        return away > FarOffMax ? FarOff.Is($"{sentence}: our tokens are refused, or soon will be.", Fix)
            : away > OffMax ? Off.Is($"{sentence}.", Fix)
            : Right.Is("Its clock and ours agree.");
    }
}
