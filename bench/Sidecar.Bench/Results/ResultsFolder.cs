using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sidecar.Bench.Results;

/// <summary>Where the results are kept.</summary>
internal static class ResultsFolder
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Everything behind this line of a page is ours.</summary>
    private const string Mark = "<!-- Generated from here on. -->";

    public static void Write(BenchReport report, BenchOptions options)
    {
        Directory.CreateDirectory(options.Output);
        var file = Path.Combine(options.Output, options.IsPartial ? "partial.json" : "latest.json");
        File.WriteAllText(file, JsonSerializer.Serialize(report, Json) + "\n");
        if (!options.IsPartial && options.Page is { } page)
        {
            File.WriteAllText(page, Replace(File.ReadAllText(page), MarkdownReport.Render(report)));
            File.WriteAllText(Path.ChangeExtension(page, ".svg"), SvgPlot.Render(report.Cases));
        }
    }

    /// <summary>The page with its generated part written anew.</summary>
    public static string Replace(string page, string generated)
    {
        var at = page.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0
            ? throw new InvalidDataException($"The page has no line '{Mark}'.")
            : $"{page[..at]}{Mark}\n{generated}";
    }
}
