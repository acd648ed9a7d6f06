using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

[Trait("Category", "E2E")]
public sealed class HealthCheckCommandTests
{
    [Fact]
    public async Task HealthCheck_GatewayIsReady_ExitsWith0()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var command = new GatewayCommand();

        var result = await command.RunAsync("healthcheck", "--url", new Uri(gateway.EngineUrl, "readyz").ToString());

        Assert.Equal((0, "200 OK"), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task HealthCheck_LocalIsAway_ExitsWith1AndSaysWhy()
    {
        await using var gateway = GatewayUnderTest.Start(
            new Uri($"http://127.0.0.1:{FreePort.Next()}"), Jwt.NewSecret(), null, null);
        await gateway.WaitForAsync("livez", System.Net.HttpStatusCode.OK);
        using var command = new GatewayCommand();

        var result = await command.RunAsync("healthcheck", "--url", new Uri(gateway.EngineUrl, "readyz").ToString());

        Assert.Equal((1, "503 Local has not told its head yet."), (result.ExitCode, result.Output.Trim()));
    }

    [Fact]
    public async Task HealthCheck_NobodyListens_ExitsWith1()
    {
        using var command = new GatewayCommand();

        var result = await command.RunAsync("healthcheck", "--url", $"http://127.0.0.1:{FreePort.Next()}/readyz");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error: http://127.0.0.1:", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url", "nonsense")]
    [InlineData("--timeout", "0")]
    [InlineData("--port", "1")]
    [InlineData("--url")]
    public async Task HealthCheck_BadUsage_ExitsWith2(params string[] args)
    {
        using var command = new GatewayCommand();

        var result = await command.RunAsync(["healthcheck", .. args]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Usage: Sidecar.Gateway healthcheck", result.Error, StringComparison.Ordinal);
    }
}
