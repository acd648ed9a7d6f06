using System.Net;
using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Health;

/// <summary>op-conductor's two dialects and ours tell the same verdict.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "40")]
public sealed class HealthDialectTests
{
    private static readonly string[] JsonPaths = ["healthz/json", "kona-rollup-boost/healthz"];

    [Fact]
    public async Task Verdict_EachInTurn_IsToldAlikeInEveryDialect()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, "--max-unsafe-interval", "3600");

        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);
        await AssertToldAsync(gateway, HttpStatusCode.OK, "OK", "Healthy");

        builder.Crash();
        await gateway.WaitForAsync("healthz", HttpStatusCode.PartialContent);
        await AssertToldAsync(gateway, HttpStatusCode.PartialContent, "Partial Content", "PartialContent");

        local.Crash();
        await gateway.WaitForAsync("healthz", HttpStatusCode.ServiceUnavailable);
        await AssertToldAsync(gateway, HttpStatusCode.ServiceUnavailable, "Service Unavailable", "ServiceUnavailable");

        await local.ReviveAsync();
        await builder.ReviveAsync();
        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);
        await AssertToldAsync(gateway, HttpStatusCode.OK, "OK", "Healthy");
    }

    [Theory]
    [InlineData("--execution-mode", "disabled")]
    [InlineData("--health-report-builder", "false")]
    public async Task BuilderIsDown_NotToBeReported_IsHealthy(string flag, string value)
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var gateway = GatewayUnderTest.Start(
            local.Url, local.JwtSecret!, nobody, Jwt.NewSecret(),
            "--health-check-interval", "1", "--max-unsafe-interval", "3600", flag, value);

        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);
        await local.WaitForCallAsync("eth_getBlockByNumber", 4, TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task LocalsHead_TooOld_IsUnavailableAndStillReady()
    {
        var old = (ulong)DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();
        await using var local = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Local() with { GenesisTimestamp = old });
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);

        await gateway.WaitForAsync("healthz", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("Local's head was", (await gateway.GetAsync("healthz/json")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("readyz")).Status);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Healthz_AnyVerbWithoutToken_IsAnsweredAsRollupBoostDoes(string verb)
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null, "--max-unsafe-interval", "3600");
        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(verb), new Uri(gateway.EngineUrl, "healthz"));

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task AssertToldAsync(GatewayUnderTest gateway, HttpStatusCode status, string text, string word)
    {
        Assert.Equal((status, text), await gateway.GetAsync("healthz"));
        var (queried, json) = await gateway.GetAsync("healthz?format=json");
        Assert.Equal((status, word), (queried, WordOf(json)));
        foreach (var path in JsonPaths)
        {
            var (alwaysOk, body) = await gateway.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, word), (alwaysOk, WordOf(body)));
        }

        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("livez")).Status);
    }

    private static string? WordOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("rollup_boost_health").GetString();
    }
}
