using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Health;

[Trait("Category", "E2E")]
public sealed class FollowerTests
{
    [Fact]
    [Trait("Scenario", "41")]
    public async Task Builder_DiesAndComesBack_IsNoticedWithoutAnyTraffic()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, "--max-unsafe-interval", "3600");
        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);

        builder.Crash();
        await gateway.WaitForAsync("healthz", HttpStatusCode.PartialContent);
        await builder.ReviveAsync();
        await gateway.WaitForAsync("healthz", HttpStatusCode.OK);

        Assert.Empty(local.CallsOf("engine_*"));
        Assert.Empty(builder.CallsOf("engine_*"));
    }

    [Fact]
    [Trait("Scenario", "41")]
    public async Task Builder_CameBackToAFollower_IsUsedForTheFirstBlockAfterwards()
    {
        await using var rig = await BuildRig.StartAsync();
        rig.Builder.Crash();
        await rig.Gateway.WaitForMetricAsync("sidecar_builder_state", 3);
        await rig.Builder.ReviveAsync();
        await rig.Gateway.WaitForStateAsync("sidecar_builder_state", 1);

        (await rig.OpNode.MakeBlockAsync()).EnsureMade();

        Assert.Equal(1, await rig.Gateway.BlocksAsync("builder", "none"));
    }

    [Fact]
    [Trait("Scenario", "42")]
    public async Task Readyz_UntilLocalIsThereAndSynced_IsUnavailable()
    {
        var (port, secret) = (FreePort.Next(), Jwt.NewSecret());
        await using var gateway = GatewayUnderTest.Start(
            new Uri($"http://127.0.0.1:{port}"), secret, null, null, "--health-check-interval", "1");
        await gateway.WaitForAsync("livez", HttpStatusCode.OK);

        var withoutLocal = await gateway.GetAsync("readyz");
        await using var local = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Local() with { Port = port, JwtSecret = secret });
        local.IsSyncing = true;
        await local.WaitForCallAsync("eth_syncing", 2, TimeSpan.FromSeconds(30));
        var whileSyncing = await gateway.GetAsync("readyz");
        local.IsSyncing = false;
        await gateway.WaitForAsync("readyz", HttpStatusCode.OK);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Local has not told its head yet."), withoutLocal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, whileSyncing.Status);
    }

    [Fact]
    [Trait("Scenario", "42")]
    public async Task Readyz_LocalWithAnotherSecret_IsUnavailable()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = GatewayUnderTest.Start(
            local.Url, Jwt.NewSecret(), null, null, "--health-check-interval", "1");
        await gateway.WaitForAsync("livez", HttpStatusCode.OK);

        await local.WaitForCallAsync(_ => true, 3, TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.GetAsync("readyz")).Status);
    }
}
