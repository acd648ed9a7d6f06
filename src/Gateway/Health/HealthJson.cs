using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Health;

/// <summary>The JSON form of a health report. The first two names are what op-conductor and kona-node read.</summary>
internal static class HealthJson
{
    // Never put into a page, so apostrophes need no escape that makes the reasons unreadable.
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(HealthReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("version"u8, ProductVersion.Text);
            json.WriteString("rollup_boost_health"u8, TextOf(report.Verdict));
            json.WriteStartArray("reasons"u8);
            foreach (var reason in report.Reasons)
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
            json.WriteStartArray("facts"u8);
            foreach (var fact in report.Facts)
            {
                WriteFact(json, fact);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteFact(Utf8JsonWriter json, HealthFact fact)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, fact.Name);
        json.WriteString("value"u8, fact.Value);
        if (fact.AgeSeconds is { } age)
        {
            json.WriteNumber("age_seconds"u8, age);
        }

        json.WriteEndObject();
    }

    private static string TextOf(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Healthy => "Healthy",
        HealthVerdict.PartialContent => "PartialContent",
        HealthVerdict.ServiceUnavailable => "ServiceUnavailable",
        _ => throw new UnreachableException(),
    };
}
