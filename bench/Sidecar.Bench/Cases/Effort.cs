namespace Sidecar.Bench.Cases;

/// <summary>How much is measured. More rounds cost time; more runs show what a fresh process changes.</summary>
/// <param name="Name">quick or full.</param>
/// <param name="Runs">Each with fresh processes.</param>
/// <param name="SmallRounds">Rounds of a case with bodies below 1 MB.</param>
/// <param name="LargeRounds">Of one with 1 MB.</param>
/// <param name="HugeRounds">Of one with 10 MB, and of one whose stubs take their time.</param>
/// <param name="StormRounds">Of one with 1000 calls a visit.</param>
/// <param name="ThroughputSeconds">Of each measurement by wrk.</param>
/// <param name="ContentionRounds">Of calls beside others'.</param>
internal sealed record Effort(
    string Name, int Runs, int SmallRounds, int LargeRounds, int HugeRounds, int StormRounds, int ThroughputSeconds,
    int ContentionRounds)
{
    public static readonly Effort Quick = new("quick", 1, 50, 30, 12, 3, 1, 1);

    public static readonly Effort Full = new("full", 3, 200, 100, 50, 8, 3, 5);

    /// <summary>Measured visits to each target in one run.</summary>
    public int RoundsOf(BenchCase benchCase) => benchCase switch
    {
        { IsStorm: true } => StormRounds,
        { Think.Ticks: > 0 } or { PayloadBytes: >= CaseCatalog.TenMegabytes } => HugeRounds,
        { PayloadBytes: >= CaseCatalog.Megabyte } => LargeRounds,
        _ => SmallRounds,
    };

    /// <summary>Visits without pause in one burst of the warm-up.</summary>
    public static int WarmUpOf(BenchCase benchCase) => benchCase switch
    {
        { IsStorm: true } => 1,
        { PayloadBytes: >= CaseCatalog.TenMegabytes } or { Think.Ticks: > 0 } => 8,
        { PayloadBytes: >= CaseCatalog.Megabyte } => 30,
        _ => 70,
    };
}
