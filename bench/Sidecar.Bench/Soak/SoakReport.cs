using System.Globalization;
using Sidecar.Bench.Results;

namespace Sidecar.Bench.Soak;

/// <summary>What a soak saw, and whether anything grew.</summary>
/// <param name="Minutes">How long it was meant to be.</param>
/// <param name="Blocks">Blocks made.</param>
/// <param name="BuilderBlocks">Of them the builder's.</param>
/// <param name="LateBlocks">Of them those that began late, because the machine was busy.</param>
/// <param name="FirstMedian">Median time of getPayload in the first third, in microseconds.</param>
/// <param name="LastMedian">The same in the last third.</param>
/// <param name="Samples">One a second.</param>
internal sealed record SoakReport(
    double Minutes, int Blocks, int BuilderBlocks, int LateBlocks, double FirstMedian, double LastMedian,
    IReadOnlyList<SoakSample> Samples)
{
    /// <summary>Memory may breathe with the garbage collector.</summary>
    private const double MemoryGrowthMax = 1.1;

    /// <summary>A pool of threads takes one in and lets one go.</summary>
    private const int CountGrowthMax = 4;

    /// <summary>What grew from the middle third to the last one; empty is what we want.</summary>
    public IReadOnlyList<string> Growth
    {
        get
        {
            var third = Samples.Count / 3;
            var middle = Samples.Skip(third).Take(third).ToList();
            var last = Samples.TakeLast(third).ToList();
            var grown = new List<string>();
            var (before, after) = (Median(middle, sample => sample.ResidentBytes), Median(last, sample => sample.ResidentBytes));
            if (after > before * MemoryGrowthMax)
            {
                grown.Add(Text($"memory: {before / 1e6:0} MB, then {after / 1e6:0} MB"));
            }

            Compare("handles", sample => sample.Handles);
            Compare("threads", sample => sample.Threads);
            return grown;

            void Compare(string what, Func<SoakSample, double> count)
            {
                var (earlier, later) = (Median(middle, count), Median(last, count));
                if (later > earlier + CountGrowthMax)
                {
                    grown.Add(Text($"{what}: {earlier:0}, then {later:0}"));
                }
            }
        }
    }

    /// <summary>One line for the terminal.</summary>
    public string Summary
    {
        get
        {
            var last = Samples.TakeLast(Samples.Count / 3).ToList();
            return Text($"soak: {Minutes:0.#} min, {Blocks} blocks, {BuilderBlocks} builder, {LateBlocks} late; ")
                + Text($"at the end {Median(last, sample => sample.ResidentBytes) / 1e6:0} MB, ")
                + Text($"{Median(last, sample => sample.Handles):0} handles, {Median(last, sample => sample.Threads):0} threads; ")
                + Text($"getPayload {FirstMedian:0} µs at first, {LastMedian:0} µs at last; ")
                + (Growth.Count == 0 ? "nothing grows" : $"GROWS {string.Join("; ", Growth)}");
        }
    }

    private static double Median(IReadOnlyList<SoakSample> samples, Func<SoakSample, double> value) =>
        Statistics.Median(samples.Select(value));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
