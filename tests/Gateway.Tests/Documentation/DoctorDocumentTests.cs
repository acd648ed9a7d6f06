using System.Reflection;
using Sidecar.Gateway.Doctor;

namespace Sidecar.Gateway.Tests.Documentation;

public sealed class DoctorDocumentTests
{
    private static readonly List<FindingKind> Kinds =
    [
        .. from type in typeof(FindingKind).Assembly.GetTypes()
           where type.Namespace?.StartsWith("Sidecar.Gateway.Doctor", StringComparison.Ordinal) == true
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           where field.FieldType == typeof(FindingKind)
           select (FindingKind)field.GetValue(null)!,
    ];

    private static readonly List<string[]> Rows =
        [.. Repository.TableRows("docs/doctor.md", cell => cell.StartsWith('`') && cell.Contains('.', StringComparison.Ordinal))];

    [Fact]
    public void DoctorPage_AgainstCode_HasEveryFindingWithItsLevelAndNoOther()
    {
        var coded = Kinds.Select(kind => $"{kind.Id} {LevelText.Of(kind.Level)}").Order(StringComparer.Ordinal);
        var written = Rows.Select(cells => $"{cells[0].Trim('`')} {cells[1]}").Order(StringComparer.Ordinal);

        Assert.Equal(coded, written);
    }

    [Fact]
    public void DoctorPage_EveryRow_SaysWhatItMeansAndWhatToDo() => Assert.All(Rows, cells =>
    {
        Assert.Equal(4, cells.Length);
        Assert.NotEmpty(cells[2]);
        Assert.Equal(cells[1] == "ok", cells[3] == "nothing");
    });

    [Fact]
    public void Findings_AllIds_AreUnique() => Assert.Equal(Kinds.Count, Kinds.Select(kind => kind.Id).Distinct().Count());

    [Fact]
    public void DoctorPage_Help_IsShownAsItIs() =>
        Assert.Contains(DoctorHelp.Text.ReplaceLineEndings("\n"), Repository.Read("docs/doctor.md"), StringComparison.Ordinal);
}
