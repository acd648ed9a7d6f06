using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>What the doctor said, read from its JSON.</summary>
internal sealed record DoctorOutcome(int ExitCode, IReadOnlyList<DoctorFinding> Findings, IReadOnlyList<string> NotMade)
{
    /// <summary>Warnings about this machine when it has too much to do, and not about the set-up.</summary>
    private static readonly string[] OfTheMachine = ["reachable.slow", "body.slow"];

    /// <summary>The ids of what is not fine, with whom each is about.</summary>
    public IEnumerable<string> Complaints =>
        Findings.Where(finding => finding.Level != "ok" && !OfTheMachine.Contains(finding.Id))
            .Select(finding => $"{finding.Subject} {finding.Id}");

    public static DoctorOutcome Read(CommandResult result)
    {
        Assert.Equal("", result.Error);
        using var json = JsonDocument.Parse(result.Output);
        var root = json.RootElement;
        List<DoctorFinding> findings =
        [
            .. root.GetProperty("findings").EnumerateArray().Select(finding => new DoctorFinding(
                finding.GetProperty("id").GetString()!,
                finding.GetProperty("level").GetString()!,
                finding.GetProperty("subject").GetString()!,
                finding.GetProperty("meaning").GetString()!,
                finding.GetProperty("fix").GetString())),
        ];
        (string, string)[] members = [("ok", "ok"), ("warnings", "warning"), ("errors", "error")];
        foreach (var (member, level) in members)
        {
            Assert.Equal(findings.Count(finding => finding.Level == level), root.GetProperty(member).GetInt32());
        }

        return new(
            result.ExitCode,
            findings,
            [.. root.GetProperty("not_made").EnumerateArray().Select(name => name.GetString()!)]);
    }

    /// <summary>The one finding of this id.</summary>
    public DoctorFinding The(string id) => Assert.Single(Findings, finding => finding.Id == id);
}
