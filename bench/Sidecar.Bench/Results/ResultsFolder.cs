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

    public static void Write(BenchReport report, BenchOptions options)
    {
        Directory.CreateDirectory(options.Output);
        var file = Path.Combine(options.Output, options.IsPartial ? "partial.json" : "latest.json");
        File.WriteAllText(file, JsonSerializer.Serialize(report, Json) + "\n");
    }
}
