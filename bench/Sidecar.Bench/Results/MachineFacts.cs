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

    public required string Processor { get; init; }

    public required int Cores { get; init; }

    public required string Kernel { get; init; }

    public required string CongestionControl { get; init; }

    public required string SocketBuffers { get; init; }

    public required string Runtime { get; init; }

    public required IReadOnlyDictionary<string, string> Programs { get; init; }

    public required Effort Effort { get; init; }

    /// <summary>Average number of runnable threads in the minute before; beyond 1 others were at work.</summary>
    public required double LoadBefore { get; init; }

    /// <summary>The share of all cores' time that others used while it ran: neither ours nor idle; stolen time included.</summary>
    public double? ForeignShare { get; init; }

    public double Minutes { get; init; }

    public static async Task<MachineFacts> ReadAsync(Effort effort, string commit) => new()
    {
        Date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        Commit = commit,
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
        Effort = effort,
        LoadBefore = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
    };

    private static string ReadNetwork(string name) => File.ReadAllText($"/proc/sys/net/ipv4/{name}").Trim().Replace('\t', ' ');

    private static async Task<string> VersionAsync(string program, string flag)
    {
        await using var process = ChildProcess.Start(program, [flag]);
        await process.WaitForExitAsync();
        return process.Lines.Count > 0 ? process.Lines[0] : "unknown";
    }
}
