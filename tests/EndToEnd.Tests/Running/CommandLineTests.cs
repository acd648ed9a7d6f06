using System.Globalization;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

[Trait("Category", "E2E")]
public sealed class CommandLineTests : IDisposable
{
    private static readonly string Secret = Convert.ToHexStringLower(Jwt.NewSecret());

    private readonly GatewayCommand _command = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_Asked_NamesTheFlagsAndEndsWell(string flag)
    {
        var result = await _command.RunAsync(flag);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.All(
            (string[])["--l2-url", "--local-url", "--builder-url", "L2_URL", "SIDECAR_LOCAL__URL", "--version"],
            name => Assert.Contains(name, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Asked_IsOneLine()
    {
        var result = await _command.RunAsync("--version");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^Sidecar\.Gateway \d+\.\d+\.\d+\r?\n$", result.Output);
    }

    [Fact]
    public async Task Configuration_WrongInManyWays_TellsAllOfThemOnStandardErrorAndEndsWith2()
    {
        var result = await _command.RunAsync(
            "--rpc-port", "x", "--bulder-url", "http://10.0.0.1", "--l2-jwt-token", "12", "--execution-mode", "maybe",
            "--l2-url", "ftp://nowhere", "--debug-host", "0.0.0.0");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.All(
            (string[])["--rpc-port:", "--bulder-url:", "--builder-url?", "--l2-jwt-token:", "--execution-mode:",
                "--l2-url:", "--operations-token", "6 errors"],
            text => Assert.Contains(text, result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configuration_WithoutAnything_SaysWhatIsMissing()
    {
        var result = await _command.RunAsync();

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("--l2-jwt-path", result.Error, StringComparison.Ordinal);
        Assert.Contains("L2_JWT_PATH", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--flashblocks")]
    [InlineData("--flashblocks-builder-url", "ws://127.0.0.1:1111")]
    [InlineData("--flashblocks-p2p")]
    [InlineData("--external-state-root")]
    public async Task Feature_ThatIsMissing_IsRefusedAndNotIgnored(params string[] flags)
    {
        var result = await _command.RunAsync([.. flags, "--l2-jwt-token", Secret]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"error: {flags[0]}:", result.Error, StringComparison.Ordinal);
        Assert.Contains("not available in this gateway yet", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_GoodConfiguration_ShowsWhatWouldBeInForceWithoutTheSecret()
    {
        var result = await _command.RunAsync("--check", "--l2-jwt-token", Secret, "--l2-timeout", "2000");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Local:Timeout = 2s (--l2-timeout)", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Environment_OfRollupBoostAlone_StartsAGatewayThatMakesTheBuildersBlocks()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        var (engine, operations, metrics) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        await using var process = _command.Start([], new Dictionary<string, string?>
        {
            ["L2_URL"] = local.Url.ToString(),
            ["L2_JWT_PATH"] = _command.Write("l2.hex", Convert.ToHexString(local.JwtSecret!) + "\n"),
            ["BUILDER_URL"] = builder.Url.ToString(),
            ["BUILDER_JWT_TOKEN"] = "0x" + Convert.ToHexStringLower(builder.JwtSecret!),
            ["BUILDER_TIMEOUT"] = "8000",
            ["L2_TIMEOUT"] = "9000",
            ["RPC_PORT"] = Text(engine),
            ["DEBUG_SERVER_PORT"] = Text(operations),
            ["METRICS"] = "true",
            ["METRICS_PORT"] = Text(metrics),
            ["HEALTH_CHECK_INTERVAL"] = "1",
            ["OTLP_ENDPOINT"] = "http://collector:4317",
        });
        var url = new Uri($"http://127.0.0.1:{engine}/");
        await process.WaitForUrlAsync(new Uri(url, "livez"), TimeSpan.FromSeconds(30));
        using var opNode = new OpNodeDriver(url, local.JwtSecret);

        var block = (await opNode.MakeBlockAsync()).EnsureMade();

        // Two transactions: the builder's blocks carry its marker.
        Assert.Equal(2, block.Transactions.Count);
        using var http = new HttpClient();
        Assert.Contains(
            "rollup_boost_rpc_blocks_created{source=\"builder\"} 1",
            await http.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SettingsFile_InTheWorkingDirectory_IsReadAndFlagsGoOverIt()
    {
        _command.Write("appsettings.json", $$"""
            { "Local": { "JwtSecret": "{{Secret}}", "Timeout": "3s" }, "Engine": { "Port": 18555 } }
            """);

        var result = await _command.RunAsync("--check", "--rpc-port", "18556");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("Local:Timeout = 3s", result.Output, StringComparison.Ordinal);
        Assert.Contains("Engine:Port = 18556 (--rpc-port)", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _command.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
