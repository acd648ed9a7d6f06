namespace Sidecar.Gateway.Doctor;

/// <summary>Counts findings and remembers which checks were not made.</summary>
internal sealed class ReportTally
{
    private readonly int[] _counts = new int[Enum.GetValues<FindingLevel>().Length];
    private readonly List<string> _notMade = [];

    /// <summary>1 after an error, else 0.</summary>
    public int ExitCode => Of(FindingLevel.Error) > 0 ? 1 : 0;

    /// <summary>As <c>subject check</c>.</summary>
    public IReadOnlyList<string> NotMade => _notMade;

    public int Of(FindingLevel level) => _counts[(int)level];

    public void Add(Finding finding) => _counts[(int)finding.Kind.Level]++;

    public void AddNotMade(ICheck check) => _notMade.Add($"{check.Subject} {check.Name}");
}
