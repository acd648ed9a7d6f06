using Sidecar.Bench.Soak;

namespace Sidecar.Bench.Tests;

public sealed class SoakReportTests
{
    [Fact]
    public void Growth_MemoryRisesAtFirstAndBreathesThen_IsNone()
    {
        var report = Report(second => second < 100 ? second * 1_000_000L : 100_000_000 + (second % 5 * 1_000_000L), _ => 50, _ => 20);

        Assert.Empty(report.Growth);
        Assert.EndsWith("nothing grows", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Growth_MemoryRisesToTheEnd_IsNamed() =>
        Assert.Equal(["memory: 150 MB, then 250 MB"], Report(second => second * 1_000_000L, _ => 50, _ => 20).Growth);

    [Fact]
    public void Growth_AHandleEveryTenSeconds_IsNamed() =>
        Assert.Equal(["handles: 15, then 25"], Report(_ => 1, second => second / 10, _ => 20).Growth);

    [Fact]
    public void Growth_OneThreadMore_IsNone() =>
        Assert.Empty(Report(_ => 1, _ => 50, second => second < 200 ? 20 : 21).Growth);

    [Fact]
    public void Plot_AReport_HasAPanelForEachCount()
    {
        var svg = SoakPlot.Render(Report(_ => 2_000_000, _ => 50, _ => 20));

        Assert.All(["resident memory, MB", "handles", "threads", "5 min"], text => Assert.Contains(text, svg, StringComparison.Ordinal));
        Assert.Equal(3, svg.Split("<polyline").Length - 1);
    }

    private static SoakReport Report(Func<int, long> memory, Func<int, int> handles, Func<int, int> threads) => new(
        5, 3000, 3000, 0, 3000, 3000,
        [.. Enumerable.Range(0, 300).Select(second => new SoakSample(second, memory(second), handles(second), threads(second)))]);
}
