using System.Diagnostics;
using Sidecar.Bench.Cases;

namespace Sidecar.Bench.Results;

internal static class Verdicts
{
    /// <summary>Judges the median of the ratios of the runs that count.</summary>
    /// <param name="goal">Of the case; null if there is none.</param>
    /// <param name="ratio">Added latency as a multiple of tuned nginx's; null if no run counts.</param>
    public static Verdict Of(Goal? goal, double? ratio) => (goal, ratio) switch
    {
        (null, _) => Verdict.NoGoal,
        (_, null) => Verdict.Void,
        var (limits, k) when k <= limits.Stretch => Verdict.Stretch,
        var (limits, k) when k <= limits.Aim => Verdict.Aim,
        var (limits, k) when k <= limits.Must => Verdict.Must,
        _ => Verdict.Missed,
    };

    /// <summary>Whether the ratio of the two equal nginx lets a run count.</summary>
    public static bool Counts(double? control, (double Min, double Max) range) =>
        control >= range.Min && control <= range.Max;

    public static string ToText(this Verdict verdict) => verdict switch
    {
        Verdict.NoGoal => "no goal",
        Verdict.Void => "void",
        Verdict.Missed => "**missed**",
        Verdict.Must => "must",
        Verdict.Aim => "aim",
        Verdict.Stretch => "stretch",
        _ => throw new UnreachableException(),
    };
}
