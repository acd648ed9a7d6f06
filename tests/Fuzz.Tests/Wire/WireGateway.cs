using System.Globalization;
using System.Net;
using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Wire;

/// <summary>A gateway process with small limits, so that what is not given back shows.</summary>
internal sealed class WireGateway : IAsyncDisposable
{
    private static readonly string Program = typeof(Sidecar.Gateway.Hosting.GatewayHost).Assembly.Location;

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly ChildProcess _process;

    private WireGateway(ChildProcess process, int port) =>
        (_process, Url) = (process, new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/"));

    public static byte[] Secret { get; } = Convert.FromHexString(new string('7', 64));

    public Uri Url { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Log lines of level error, but for those that say that upstreams had no block: they did not.</summary>
    public IEnumerable<string> Errors => _process.Lines.Where(line =>
        !line.Contains("[3103]", StringComparison.Ordinal) && !line.Contains("[3104]", StringComparison.Ordinal));

    public string Output => _process.Output;

    public static async Task<WireGateway> StartAsync(Upstreams upstreams)
    {
        var port = FreePort.Next();
        var secret = Convert.ToHexStringLower(Secret);
        var process = ChildProcess.Start("dotnet", [
            Program, "--local-url", upstreams.Local.Url.ToString(), "--local-jwt-secret", secret,
            "--builder-url", upstreams.Builder.Url.ToString(), "--builder-jwt-secret", secret,
            "--engine-port", Text(port), "--operations-port", "0", "--log-level", "error",
            "--local-timeout", "1s", "--pass-through-timeout", "1s", "--builder-timeout", "300ms",
            "--boost-sync-call-timeout", "300ms", "--breaker-failures-max", "0", "--health-report-builder", "false",
            "--max-unsafe-interval", "1h", "--health-poll-interval", "10s", "--health-poll-timeout", "10s",
            "--body-bytes-max", "4MiB", "--builds-count-max", "64",
            "--builds-bytes-max", "8MiB", "--boost-sync-replay-bytes-max", "4MiB", "--boost-sync-queue-bytes-max", "8MiB",
        ]);
        var gateway = new WireGateway(process, port);
        await process.WaitForUrlAsync(new Uri(gateway.Url, "readyz"), TimeSpan.FromSeconds(60));
        return gateway;
    }

    /// <summary>What it says of its health besides that it is healthy; null if nothing.</summary>
    public async Task<string?> ComplaintAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Url, "healthz"));
            return answer.StatusCode == HttpStatusCode.OK
                ? null
                : $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    /// <summary>Resident memory in bytes, open handles, threads.</summary>
    public (long Resident, int Handles, int Threads) Measure()
    {
        var folder = $"/proc/{Text(_process.Id)}";
        var status = File.ReadLines(folder + "/status").Select(line => line.Split(':', 2)).ToDictionary(
            parts => parts[0], parts => parts[1].Replace("kB", "", StringComparison.Ordinal).Trim());
        return (
            long.Parse(status["VmRSS"], CultureInfo.InvariantCulture) * 1024,
            Directory.GetFileSystemEntries(folder + "/fd").Length,
            int.Parse(status["Threads"], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
