using System.Globalization;
using System.Runtime.InteropServices;
using Sidecar.Bench.Cases;
using Sidecar.TestKit;

namespace Sidecar.Bench.Results;

/// <summary>What a figure depends on beside the programs.</summary>
internal sealed record MachineFacts
{
    public required string Date { get; init; }

    public required string Commit { get; init; }

    /// <summary>The grain engine.</summary>
    public required string Engine { get; init; }

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required string Kernel { get; init; }

    public required string CongestionControl { get; init; }

    public required string SocketBuffers { get; init; }

    public required string Runtime { get; init; }

    public required IReadOnlyDictionary<string, string> Programs { get; init; }

    public required Effort Effort { get; init; }

    /// <summary>Share of all cores' time that was not idle in the seconds before the first process was started.</summary>
    public required double BusyBefore { get; init; }

    /// <summary>The same after the last one had ended.</summary>
    public double BusyAfter { get; init; }

    public double Minutes { get; init; }

    public static async Task<MachineFacts> ReadAsync(BenchOptions options) => new()
    {
        Date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        Commit = options.Commit,
        Engine = options.Engine,
        Processor = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown",
        Cores = Environment.ProcessorCount,
        Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        CongestionControl = ReadNetwork("tcp_congestion_control"),
        SocketBuffers = $"rmem {ReadNetwork("tcp_rmem")}, wmem {ReadNetwork("tcp_wmem")}",
        Runtime = RuntimeInformation.FrameworkDescription,
        Programs = new Dictionary<string, string>
        {
            ["nginx"] = await VersionAsync("nginx", "-v"),
            ["haproxy"] = await VersionAsync("haproxy", "-v"),
            ["wrk"] = await VersionAsync("wrk", "-v"),
            ["redis-server"] = await VersionAsync("redis-server", "--version"),
        },
        Effort = options.Effort,
        BusyBefore = await MeasureBusyAsync(),
    };

    /// <summary>How much others do on this machine now.</summary>
    public static async Task<double> MeasureBusyAsync()
    {
        var before = ReadProcessorTimes();
        await Task.Delay(TimeSpan.FromSeconds(2));
        var after = ReadProcessorTimes();
        return 1 - ((after.Idle - before.Idle) / (after.All - before.All));
    }

    private static (double Idle, double All) ReadProcessorTimes()
    {
        // cpu user nice system idle iowait irq softirq steal …: proc(5).
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (times[3] + times[4], times.Sum());
    }

    private static string ReadNetwork(string name) => File.ReadAllText($"/proc/sys/net/ipv4/{name}").Trim().Replace('\t', ' ');

    private static async Task<string> VersionAsync(string program, string flag)
    {
        await using var process = ChildProcess.Start(program, [flag]);
        await process.WaitForExitAsync();
        return process.Lines.Count > 0 ? process.Lines[0] : "unknown";
    }
}
