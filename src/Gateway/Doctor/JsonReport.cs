using System.Text.Encodings.Web;
using System.Text.Json;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Doctor;

/// <summary>For machines: one JSON object when all is known.</summary>
internal sealed class JsonReport(TextWriter output) : IExaminationReport
{
    // Never put into a page, so apostrophes need no escape.
    private static readonly JsonWriterOptions Format =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    private readonly List<(ICheck Check, Finding Finding)> _findings = [];

    public ReportTally Tally { get; } = new();

    public void Found(ICheck check, Finding finding)
    {
        Tally.Add(finding);
        _findings.Add((check, finding));
    }

    public void NotMade(ICheck check) => Tally.AddNotMade(check);

    /// <summary>Writes everything.</summary>
    public void Close()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            Write(json);
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, ProductVersion.Text);
        json.WriteNumber("ok"u8, Tally.Of(FindingLevel.Ok));
        json.WriteNumber("warnings"u8, Tally.Of(FindingLevel.Warning));
        json.WriteNumber("errors"u8, Tally.Of(FindingLevel.Error));
        json.WriteStartArray("findings"u8);
        foreach (var (check, finding) in _findings)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, finding.Kind.Id);
            json.WriteString("level"u8, LevelText.Of(finding.Kind.Level));
            json.WriteString("subject"u8, check.Subject);
            json.WriteString("check"u8, check.Name);
            json.WriteString("meaning"u8, finding.Meaning);
            json.WriteString("fix"u8, finding.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("not_made"u8);
        foreach (var name in Tally.NotMade)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
