using System.Text.Json;
using Sidecar.Gateway.Tests.Documentation;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class DashboardTests
{
    private const string Folder = "compose/grafana/dashboards";

    [Fact]
    public async Task Queries_OfAllPanels_NameWhatTheGatewayServes()
    {
        var known = await KnownMetrics.ReadAsync();

        var problems =
            from file in Files()
            from query in QueriesOf(file)
            from problem in known.Problems(query.Expr, PromSelector.InTemplate(query.Legend))
            select $"{file}: {problem}";

        Assert.Empty(problems);
    }

    [Fact]
    public void Panels_All_HaveATitleADescriptionAndAPlaceOfTheirOwn()
    {
        foreach (var file in Files())
        {
            var panels = Read(file).GetProperty("panels").EnumerateArray().ToList();
            var cells = panels.SelectMany(CellsOf).ToList();

            Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.Equal(cells.Count, cells.Distinct().Count());
            Assert.All(panels.Where(panel => panel.GetProperty("type").GetString() != "row"), panel =>
            {
                Assert.NotEmpty(panel.GetProperty("title").GetString()!);
                Assert.EndsWith(".", panel.GetProperty("description").GetString(), StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task Query_ThatNamesNothing_IsFound()
    {
        var known = await KnownMetrics.ReadAsync();

        Assert.NotEmpty(known.Problems("rate(sidecar_blocks_count[1m])", []));
        Assert.NotEmpty(known.Problems("sidecar_blocks_total{method=\"x\"}", []));
        Assert.NotEmpty(known.Problems("sidecar_blocks_total{source=\"moon\"}", []));
        Assert.NotEmpty(known.Problems("sum by (upstream) (sidecar_blocks_total)", []));
        Assert.NotEmpty(known.Problems("sidecar_blocks_total", ["upstream"]));
        Assert.Empty(known.Problems(
            "sum by (source) (rate(sidecar_blocks_total{reason=~\"policy|dry_run\"}[$__rate_interval])) > 0 and on (job) up == 1",
            ["source"]));
    }

    private static List<string> Files() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*.json")
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    private static JsonElement Read(string file) => JsonDocument.Parse(Repository.Read(file)).RootElement;

    /// <summary>The queries of panels and annotations; those of variables have a language of their own.</summary>
    private static List<(string Expr, string Legend)> QueriesOf(string file)
    {
        var dashboard = Read(file);
        var targets = dashboard.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => (target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!));
        var annotations = dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray()
            .Select(item => (item.GetProperty("expr").GetString()!, item.GetProperty("textFormat").GetString()!));
        List<(string, string)> queries = [.. targets, .. annotations];
        Assert.True(queries.Count > 10, file);
        return queries;
    }

    private static IEnumerable<(int X, int Y)> CellsOf(JsonElement panel)
    {
        var at = panel.GetProperty("gridPos");
        int Of(string name) => at.GetProperty(name).GetInt32();
        return
            from x in Enumerable.Range(Of("x"), Of("w"))
            from y in Enumerable.Range(Of("y"), Of("h"))
            select (x, y);
    }
}
