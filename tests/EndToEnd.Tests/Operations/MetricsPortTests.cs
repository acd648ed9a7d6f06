using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Operations;

[Trait("Category", "E2E")]
public sealed class MetricsPortTests
{
    [Fact]
    public async Task Metrics_NotAskedFor_ThePortIsClosed()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        using var command = new GatewayCommand();
        var ports = (Engine: FreePort.Next(), Operations: FreePort.Next(), Metrics: FreePort.Next());
        await using var process = command.Start(
        [
            "--l2-url", local.Url.ToString(), "--l2-jwt-token", Convert.ToHexString(local.JwtSecret!),
            "--rpc-port", Text(ports.Engine), "--debug-server-port", Text(ports.Operations),
            "--metrics-port", Text(ports.Metrics),
        ]);
        await process.WaitForUrlAsync(new Uri($"http://127.0.0.1:{ports.Engine}/livez"), TimeSpan.FromSeconds(30));

        using var client = new TcpClient();
        var refused = await Assert.ThrowsAnyAsync<SocketException>(
            () => client.ConnectAsync(IPAddress.Loopback, ports.Metrics));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Blocks_OfBothSources_CountUnderRollupBoostsNamesToo()
    {
        await using var rig = await BuildRig.StartAsync();
        await rig.OpNode.MakeBlocksAsync(2);
        using (rig.Builder.Faults.On("engine_getPayload", Fault.HttpStatus(500)))
        {
            await rig.OpNode.MakeBlocksAsync(1);
        }

        await rig.OpNode.MakeBlocksAsync(1);

        Assert.Equal(3, await rig.Gateway.MetricAsync("rollup_boost_rpc_blocks_created{source=\"builder\"}"));
        Assert.Equal(1, await rig.Gateway.MetricAsync("rollup_boost_rpc_blocks_created{source=\"l2\"}"));
        Assert.Equal(3, await rig.Gateway.BlocksAsync("builder", "none"));
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "builder_error"));
        Assert.Equal(3, await rig.Gateway.MetricAsync("rollup_boost_execution_mode"));
        await rig.Gateway.WaitForMetricAsync("rollup_boost_block_building_gas_delta_count", 3);
        await rig.Gateway.WaitForMetricAsync("rollup_boost_block_building_tx_count_delta_count", 3);
    }

    [Fact]
    public async Task Page_Scraped_IsPrometheusTextAndNothingElseIsThere()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var http = new HttpClient();

        using var page = await http.GetAsync(new Uri(gateway.MetricsUrl, "metrics"));
        using var other = await http.GetAsync(gateway.MetricsUrl);
        using var posted = await http.PostAsync(gateway.MetricsUrl, new StringContent("{}"));

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Contains("sidecar_info{version=", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (other.StatusCode, posted.StatusCode));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
