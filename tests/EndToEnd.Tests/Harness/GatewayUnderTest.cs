using System.Globalization;
using System.Net;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>The gateway as an operator runs it: the built program as a process of its own, with rollup-boost's flags.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private const string BreakerFailuresMax = "--breaker-failures-max";
    private const string WarmUpTimeout = "--warm-up-timeout";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly string _directory;

    private GatewayUnderTest(ChildProcess process, string directory, GatewayLaunch launch)
    {
        (Process, _directory, JwtSecret) = (process, directory, launch.LocalSecret);
        EngineUrl = Url(launch.EnginePort);
        OperationsUrl = Url(launch.OperationsPort);
        MetricsUrl = Url(launch.MetricsPort);
    }

    public ChildProcess Process { get; }

    public Uri EngineUrl { get; }

    public Uri OperationsUrl { get; }

    public Uri MetricsUrl { get; }

    /// <summary>What callers' tokens are signed with: local's secret, unless flags say otherwise.</summary>
    public byte[] JwtSecret { get; }

    /// <summary>Starts a gateway between these clients and waits until it is ready.</summary>
    public static async Task<GatewayUnderTest> StartAsync(
        SimulatedClient local, SimulatedClient? builder, params string[] flags)
    {
        var gateway = Start(
            local.Url, local.JwtSecret!, builder?.Url, builder?.JwtSecret, ["--health-check-interval", "1", .. flags]);
        try
        {
            await gateway.WaitForAsync("readyz", HttpStatusCode.OK);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a gateway and waits for nothing.</summary>
    public static GatewayUnderTest Start(
        Uri localUrl, byte[] localSecret, Uri? builderUrl, byte[]? builderSecret, params string[] flags) =>
        Start(new GatewayLaunch
        {
            LocalUrl = localUrl,
            LocalSecret = localSecret,
            BuilderUrl = builderUrl,
            BuilderSecret = builderSecret,
            Flags = flags,
        });

    /// <summary>Starts a gateway and waits for nothing.</summary>
    public static GatewayUnderTest Start(GatewayLaunch launch)
    {
        var directory = Directory.CreateTempSubdirectory("sidecar-e2e-").FullName;
        List<string> arguments =
        [
            launch.Program,
            "--l2-url", launch.LocalUrl.ToString(), "--l2-jwt-path", Secret(directory, "local", launch.LocalSecret),
            "--rpc-port", Text(launch.EnginePort), "--debug-server-port", Text(launch.OperationsPort),
            "--metrics", "--metrics-port", Text(launch.MetricsPort),
        ];
        if (!launch.Flags.Contains(BreakerFailuresMax))
        {
            // Builders of most tests fail on purpose, again and again.
            arguments.AddRange([BreakerFailuresMax, "0"]);
        }

        if (!launch.Flags.Contains(WarmUpTimeout))
        {
            // Hundreds of gateways are started, and few tests are about how fast the first call is.
            arguments.AddRange([WarmUpTimeout, "0"]);
        }

        if (launch.BuilderUrl is { } builderUrl)
        {
            var secret = Secret(directory, "builder", launch.BuilderSecret!);
            arguments.AddRange(["--builder-url", builderUrl.ToString(), "--builder-jwt-path", secret]);
        }

        arguments.AddRange(launch.Flags);
        var process = ChildProcess.Start("dotnet", arguments, launch.Environment, directory);
        return new GatewayUnderTest(process, directory, launch);
    }

    /// <summary>Plays op-node against the engine port.</summary>
    public OpNodeDriver OpNode(int connectionsMax = 1) => new(EngineUrl, JwtSecret, connectionsMax);

    /// <summary>GETs a path of the engine port.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(EngineUrl, path));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a path of the engine port answers with a status; a gateway that exits fails at once.</summary>
    public async Task WaitForAsync(string path, HttpStatusCode status, TimeSpan? timeout = null)
    {
        await Process.WaitForUrlAsync(new Uri(EngineUrl, path), TimeSpan.FromSeconds(60));
        await Polling.UntilAsync(async () => (await GetAsync(path)).Status == status, timeout);
    }

    /// <summary>The metrics page.</summary>
    public Task<string> MetricsAsync() => Http.GetStringAsync(new Uri(MetricsUrl, "metrics"));

    /// <summary>The value of one series, named as on the metrics page with its labels; 0 if it is not there.</summary>
    public async Task<double> MetricAsync(string series)
    {
        var line = (await MetricsAsync()).Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.AsSpan(series.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Blocks decided so far, by source and reason (snake case, "none" for a builder's block).</summary>
    public Task<double> BlocksAsync(string source, string reason) =>
        MetricAsync($"sidecar_blocks_total{{reason=\"{reason}\",source=\"{source}\"}}");

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static string Secret(string directory, string name, byte[] secret)
    {
        var path = Path.Combine(directory, name + ".hex");
        File.WriteAllText(path, Convert.ToHexStringLower(secret));
        return path;
    }

    private static Uri Url(int port) => new($"http://127.0.0.1:{Text(port)}/");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
