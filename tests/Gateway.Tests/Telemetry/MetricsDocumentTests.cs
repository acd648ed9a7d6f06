using System.Diagnostics.Metrics;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class MetricsDocumentTests
{
    [Fact]
    public async Task Document_ComparedWithCode_ListsExactlyTheInstruments()
    {
        var documented = DocumentRows();

        using var host = await TelemetryHost.StartAsync();
        var inCode = Instruments(host).Select(instrument =>
        {
            var kind = InstrumentShape.Of(instrument).Kind;
            return (
                instrument.Name, PrometheusNames.Metric(instrument.Name, instrument.Unit, kind),
                PrometheusNames.Type(kind));
        });

        Assert.Equal(inCode.Order(), documented.Select(row => (row.Name, row.ScrapedAs, row.Type)).Order());
    }

    [Fact]
    public async Task Instruments_All_HaveADescription()
    {
        using var host = await TelemetryHost.StartAsync();

        Assert.All(
            Instruments(host), instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void Document_EveryRow_AsksAQuestionOrNamesItsTwin() =>
        Assert.All(DocumentRows(), row => Assert.Matches(@"\?$|^As `sidecar\.[a-z_.]+`\.$", row.Question));

    private static List<Instrument> Instruments(TelemetryHost host)
    {
        List<Instrument> found = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, host.MeterFactory))
            {
                found.Add(instrument);
            }
        };
        listener.Start();
        return found;
    }

    private static List<(string Name, string ScrapedAs, string Type, string Question)> DocumentRows()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sidecar.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        var rows = File.ReadLines(Path.Combine(root.FullName, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries));
        return [.. rows.Select(cells => (cells[1].Trim('`'), cells[2].Trim('`'), cells[3], cells[5]))];
    }
}
