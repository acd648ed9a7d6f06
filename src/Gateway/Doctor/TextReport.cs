using System.Globalization;

namespace Sidecar.Gateway.Doctor;

/// <summary>For people: a line for each finding, written as soon as it is known, and a summary.</summary>
internal sealed class TextReport(TextWriter output) : IExaminationReport
{
    public ReportTally Tally { get; } = new();

    public void Found(ICheck check, Finding finding)
    {
        Tally.Add(finding);
        var fix = finding.Fix is null ? "" : $" Fix: {finding.Fix}";
        var level = LevelText.Of(finding.Kind.Level);
        output.WriteLine($"{level,-8} {check.Subject,-8}{finding.Kind.Id}: {finding.Meaning}{fix}");
        output.Flush();
    }

    public void NotMade(ICheck check) => Tally.AddNotMade(check);

    /// <summary>The last lines.</summary>
    public void Close()
    {
        if (Tally.NotMade.Count > 0)
        {
            output.WriteLine($"Not made, for want of what they need: {string.Join(", ", Tally.NotMade)}.");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"doctor: {Tally.Of(FindingLevel.Ok)} ok, {Count(FindingLevel.Warning)}, {Count(FindingLevel.Error)}"));
    }

    private string Count(FindingLevel level) =>
        $"{Tally.Of(level).ToString(CultureInfo.InvariantCulture)} "
        + $"{LevelText.Of(level)}{(Tally.Of(level) == 1 ? "" : "s")}";
}
