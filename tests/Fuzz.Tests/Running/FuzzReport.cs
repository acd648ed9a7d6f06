using System.Globalization;

namespace Sidecar.Fuzz.Tests.Running;

/// <summary>What a run did and found.</summary>
internal sealed class FuzzReport(int seed)
{
    private readonly Dictionary<string, (long Inputs, TimeSpan Elapsed)> _targets = [];
    private readonly List<string> _findings = [];

    public IReadOnlyList<string> Findings => _findings;

    public long Inputs => _targets.Values.Sum(target => target.Inputs);

    /// <summary>A sentence about the part over sockets.</summary>
    public string? Wire { get; set; }

    /// <summary>Counts a turn of a target.</summary>
    public void Add(string target, long inputs, TimeSpan elapsed, IEnumerable<string> findings)
    {
        var before = _targets.GetValueOrDefault(target);
        _targets[target] = (before.Inputs + inputs, before.Elapsed + elapsed);
        AddFindings(findings);
    }

    public void AddFindings(IEnumerable<string> findings) => _findings.AddRange(findings);

    /// <summary>All of it, the findings first and the summary last.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var finding in _findings)
        {
            yield return "FINDING " + finding;
        }

        foreach (var (name, (inputs, elapsed)) in _targets)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"fuzz: {name,-10} {inputs,9} inputs, {inputs / elapsed.TotalSeconds,7:0} a second");
        }

        if (Wire is not null)
        {
            yield return Wire;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture, $"fuzz: {Inputs} inputs in process, {_findings.Count} findings, seed {seed}");
    }
}
