using System.Globalization;
using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

/// <summary>A gateway runs its own code before it says that it is ready.</summary>
[Trait("Category", "E2E")]
public sealed class WarmUpTests
{
    [Fact]
    public async Task Start_Default_RehearsesAndLeavesNoTrace()
    {
        await using var local = await SimulatedClient.StartAsync();
        await using var builder = await SimulatedClient.StartAsync();

        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, "--warm-up-timeout", "20000");

        await gateway.Process.WaitForLineAsync("Warmed up: rehearsed 64 blocks");
        var metrics = await gateway.MetricsAsync();
        Assert.DoesNotContain("sidecar_requests_total{", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("sidecar_get_payload_duration_seconds_count", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.BlocksAsync("builder", "none"));
        Assert.DoesNotContain(local.Calls, call => call.Method.StartsWith("engine_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_LocalAnswersAtOnce_IsNotReadyBeforeTheRehearsalIsOver()
    {
        await using var local = await SimulatedClient.StartAsync();
        await using var gateway = GatewayUnderTest.Start(
            local.Url, local.JwtSecret!, null, null, "--warm-up-timeout", "20000");

        await gateway.WaitForAsync("readyz", HttpStatusCode.OK);
        var readyAt = DateTimeOffset.UtcNow;
        var line = await gateway.Process.WaitForLineAsync("Warmed up");

        var warmAt = DateTimeOffset.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(warmAt, DateTimeOffset.UnixEpoch, readyAt);
    }
}
