namespace Sidecar.Bench.Cases;

/// <summary>In which order a round visits its targets.</summary>
/// <remarks>
/// Each round begins with another target, and each turn of rounds takes another step, so that no target always comes after
/// the same one and inherits the caches and the clock rate it leaves.
/// </remarks>
internal static class RoundOrder
{
    public static IEnumerable<int> Of(int round, int count)
    {
        var steps = Enumerable.Range(1, Math.Max(1, count - 1)).Where(step => Gcd(step, count) == 1).ToArray();
        var step = steps[round / count % steps.Length];
        return Enumerable.Range(0, count).Select(index => (round + (index * step)) % count);
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
