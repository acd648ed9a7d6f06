namespace Sidecar.Bench.Cases;

/// <summary>
/// Upper limits of a case. The first three are of added latency at the median, as a multiple of tuned nginx's.
/// </summary>
/// <param name="Must">Above this the gateway is too slow.</param>
/// <param name="Aim">What it is meant to reach.</param>
/// <param name="Stretch">What only a gateway of raw sockets has shown.</param>
/// <param name="Cpu">CPU time of a visit, as a multiple of tuned nginx's.</param>
/// <param name="Stock">Added latency as a multiple of stock nginx's; null if there is none.</param>
internal sealed record Goal(double Must, double Aim, double Stretch, double Cpu, double? Stock = null)
{
    /// <summary>Bytes that a visit may allocate, whatever the size of its bodies.</summary>
    public const double AllocatedBytes = 4096;

    private const double CpuUpTo100K = 1.8;
    private const double Cpu1M = 1.5;
    private const double Cpu10M = 1.1;

    /// <summary>A small forkchoiceUpdated; any other small call is held to the same.</summary>
    public static Goal ForkchoiceUpdated { get; } = new(1.8, 1.2, 0.8, CpuUpTo100K, 1.3);

    /// <summary>Nobody set one for 10 KB: its neighbours on both sides have the same.</summary>
    public static Goal GetPayload(int bytes) => bytes switch
    {
        <= CaseCatalog.HundredKilobytes => new(1.8, 1.2, 0.8, CpuUpTo100K),
        <= CaseCatalog.Megabyte => new(1.6, 1.2, 0.9, Cpu1M, 0.25),
        _ => new(1.0, 0.7, 0.5, Cpu10M, 0.2),
    };

    public static Goal NewPayload(int bytes) => bytes switch
    {
        <= CaseCatalog.HundredKilobytes => new(1.8, 1.2, 0.8, CpuUpTo100K),
        <= CaseCatalog.Megabyte => new(1.8, 1.3, 0.9, Cpu1M, 0.15),
        _ => new(1.5, 1.1, 0.8, Cpu10M, 0.06),
    };
}
