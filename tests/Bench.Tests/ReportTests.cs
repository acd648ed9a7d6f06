using System.Text.Json;
using System.Xml.Linq;
using Sidecar.Bench.Cases;
using Sidecar.Bench.Results;
using Sidecar.Bench.Targets;

namespace Sidecar.Bench.Tests;

public sealed class ReportTests
{
    private static readonly BenchReport Report = new(
        new MachineFacts
        {
            Date = "2026-01-01 00:00 UTC",
            Commit = "abc",
            Engine = "embedded",
            Processor = "P",
            Cores = 2,
            Kernel = "6",
            CongestionControl = "reno",
            SocketBuffers = "s",
            Runtime = ".NET",
            Programs = new Dictionary<string, string> { ["nginx"] = "nginx 1" },
            Effort = Effort.Quick,
            BusyBefore = 0.5,
        },
        [
            CaseResult.Of(
                CaseCatalog.All.Single(benchCase => benchCase.Name == "getPayload-1m"), [CaseResultTests.Run(sidecar: 130)]),
        ],
        [
            new(TargetKind.NginxTuned, 64, 10000, 100, 200, 20, 0), new(TargetKind.Sidecar, 64, 9500, 100, 200, 30, 0),
        ],
        [
            new(TargetKind.NginxTuned, 200, 1000, 500), new(TargetKind.SidecarBuilder, 300, 900, 750),
        ]);

    [Fact]
    public void Markdown_EachTable_HasAsManyCellsInEveryRow()
    {
        var rows = MarkdownReport.Render(Report).Split('\n').ToList();

        foreach (var head in Enumerable.Range(0, rows.Count).Where(index => rows[index].StartsWith("|---", StringComparison.Ordinal)))
        {
            var table = rows.Skip(head - 1).TakeWhile(row => row.StartsWith('|'));
            Assert.Single(table.Select(row => row.Count(letter => letter == '|')).Distinct());
        }
    }

    [Fact]
    public void Markdown_Report_SaysVerdictNoiseAndMachine()
    {
        var text = MarkdownReport.Render(Report);

        Assert.Contains("| getPayload-1m | sidecar | 1.30 | 1.30 | 1.00 | 1.6 | 1.2 | 0.9 | must | 1.00 (1.5) |", text, StringComparison.Ordinal);
        Assert.Contains("The machine was not quiet", text, StringComparison.Ordinal);
        Assert.Contains("| requests a second over 64 connections, × tuned nginx's | 0.9 | 0.95 | met |", text, StringComparison.Ordinal);
        Assert.Contains("| forkchoiceUpdated beside endless bodies of 10 MB, × tuned nginx's | 1.0 | 0.90 | met |", text, StringComparison.Ordinal);
        Assert.Contains("beside 64 connections without a pause, × its quiet time | 2.0 | 2.50 | **missed** |", text, StringComparison.Ordinal);
        Assert.Contains("| CPU time for each of these, × tuned nginx's | 1.4 | 1.50 | **missed** |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_Report_IsXmlWithAPointForEachTarget()
    {
        var svg = XDocument.Parse(SvgPlot.Render(Report.Cases));

        Assert.Equal(4, svg.Descendants().Count(element => element.Name.LocalName == "title"));
    }

    [Fact]
    public void Svg_NothingMeasured_IsStillXml() => Assert.NotNull(XDocument.Parse(SvgPlot.Render([])).Root);

    [Fact]
    public void Json_Report_HasNamesForWhatWasMeasured()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Report, ResultsFolder.Json));

        var first = json.RootElement.GetProperty("cases")[0].GetProperty("targets")[0];
        Assert.Equal("direct", first.GetProperty("target").GetString());
    }

    [Fact]
    public void Replace_GeneratedPart_LeavesTheRest()
    {
        const string Page = "# Page\n\n<!-- Generated from here on. -->\nold\n";

        Assert.Equal("# Page\n\n<!-- Generated from here on. -->\nnew\n", ResultsFolder.Replace(Page, "new\n"));
        Assert.Throws<InvalidDataException>(() => ResultsFolder.Replace("# Page\n", "new"));
    }
}
