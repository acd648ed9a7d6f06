using System.Globalization;

namespace Sidecar.Bench.Targets;

/// <summary>Counters that a gateway serves itself, at one moment; null for what is no gateway.</summary>
/// <param name="AllocatedBytes">Bytes it has allocated so far.</param>
/// <param name="ReadingBytes">Bytes it allocates to tell so.</param>
internal sealed record Meters(double? AllocatedBytes, double? ReadingBytes)
{
    private const string Allocated = "dotnet_gc_heap_total_allocated";

    public static async Task<Meters> ReadAsync(Target target)
    {
        if (target.MetricsPort is not { } port)
        {
            return new(null, null);
        }

        using var http = new HttpClient();
        var url = new Uri($"http://127.0.0.1:{port}/metrics");
        var earlier = Value(await http.GetStringAsync(url), Allocated);
        var allocated = Value(await http.GetStringAsync(url), Allocated);
        return new(allocated, allocated - earlier);
    }

    /// <summary>Bytes that were allocated between an earlier moment and this one, for anything but to tell so.</summary>
    public double? AllocatedSince(Meters earlier) =>
        AllocatedBytes - earlier.AllocatedBytes - earlier.ReadingBytes - ReadingBytes;

    /// <summary>The value of the first series whose name begins so.</summary>
    public static double Value(string page, string name) => double.Parse(
        page.Split('\n').First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^1],
        CultureInfo.InvariantCulture);
}
