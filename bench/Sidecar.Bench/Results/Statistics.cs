namespace Sidecar.Bench.Results;

/// <summary>The arithmetic behind the tables.</summary>
internal static class Statistics
{
    /// <summary>Rounds on each side that tell what direct took at the time.</summary>
    private const int Neighbours = 4;

    /// <summary>The value that the given share of all values does not exceed (nearest rank).</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var rank = (int)Math.Ceiling(share * sorted.Length);
        return sorted[Math.Clamp(rank - 1, 0, sorted.Length - 1)];
    }

    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// What a target adds, round by round: its latency less the median that direct had in the nine rounds around. A
    /// machine that is slower for a while is slower for both; one slow direct call is not made the target's merit.
    /// </summary>
    public static double[] Added(IReadOnlyList<double> target, IReadOnlyList<double> direct) =>
        [.. target.Select((value, round) => value - Median(
            direct.Skip(round - Neighbours).Take(Neighbours + 1 + Math.Min(round, Neighbours))))];

    /// <summary>How many times the second the first is; null if that says nothing because the second is nothing.</summary>
    public static double? Ratio(double? value, double? reference) => reference > 0 ? value / reference : null;
}
