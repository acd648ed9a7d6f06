using Sidecar.Bench.Cases;

namespace Sidecar.Bench;

/// <summary>What to measure.</summary>
/// <param name="Effort">How thoroughly.</param>
/// <param name="Names">Cases, throughput or contention; empty means all.</param>
/// <param name="Gateway">The gateway's assembly or binary.</param>
/// <param name="Output">Folder for the results.</param>
/// <param name="Page">The page with the tables; null if it stays as it is.</param>
/// <param name="Commit">What was built.</param>
/// <param name="Engine">The grain engine that it was built with.</param>
internal sealed record BenchOptions(
    Effort Effort, IReadOnlyList<string> Names, string Gateway, string Output, string? Page, string Commit, string Engine)
{
    public const string Throughput = "throughput";
    public const string Contention = "contention";

    public bool IsPartial => Names.Count > 0;

    public bool HasThroughput => !IsPartial || Names.Contains(Throughput);

    public bool HasContention => !IsPartial || Names.Contains(Contention);

    public IReadOnlyList<BenchCase> Cases => [.. CaseCatalog.All.Where(benchCase => !IsPartial || Names.Contains(benchCase.Name))];

    /// <summary>Names that are none.</summary>
    public IEnumerable<string> Unknown =>
        Names.Except([.. CaseCatalog.All.Select(benchCase => benchCase.Name), Throughput, Contention]);
}
