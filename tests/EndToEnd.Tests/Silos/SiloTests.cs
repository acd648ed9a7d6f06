using System.Globalization;
using System.Net;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Silos;

/// <summary>Gateways on Orleans: silos inside, and as clients of a silo.</summary>
[Trait("Category", "E2E")]
public sealed class SiloTests : IAsyncLifetime
{
    private const string Joined = "Joined cluster";
    private const string Reachable = "sidecar_cluster_reachable";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SimulatedClientOptions _local = SimulatedClientOptions.Local() with
    {
        GenesisTimestamp = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
    };

    private SimulatedClient _first = null!;
    private SimulatedClient _second = null!;
    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        _first = await SimulatedClient.StartAsync(_local);
        _second = await SimulatedClient.StartAsync(_local);
        _redis = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Gateway_FrozenUntilItsSiloIsDead_GoesOnAndJoinsAgain()
    {
        await using var gateway = await StartAsync(_first);
        await using var other = await StartAsync(_second);

        gateway.Process.Send(ProcessSignal.Stop);
        await WaitForDeathAsync();
        gateway.Process.Send(ProcessSignal.Continue);
        await gateway.Process.WaitForLineAsync("The silo of this process has ended", Patience);
        using var opNode = gateway.OpNode();
        var block = await opNode.MakeBlockAsync();

        Assert.True(block.Succeeded, block.ToString());
        await gateway.WaitForStateAsync(Reachable, 1);
        await gateway.Process.WaitForLineAsync(_ => JoinsOf(gateway) == 2, Patience);
        Assert.False(gateway.Process.HasExited);
    }

    [Fact]
    public async Task Gateway_RedisAwayAtStart_ServesAndJoinsLater()
    {
        await _redis.KillAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(_first, null, "--redis", _redis.Endpoint);
        using var opNode = gateway.OpNode();
        var block = await opNode.MakeBlockAsync();
        Assert.True(block.Succeeded, block.ToString());

        await _redis.RestartAsync();

        await gateway.Process.WaitForLineAsync(Joined, Patience);
        await gateway.WaitForStateAsync(Reachable, 1);
    }

    [Fact]
    public async Task Gateway_RedisComesBackEmpty_JoinsAgain()
    {
        await using var gateway = await StartAsync(_first);

        await _redis.AskAsync("FLUSHALL");

        await gateway.Process.WaitForLineAsync("Redis has lost the list of silos", Patience);
        await gateway.WaitForStateAsync(Reachable, 1);
        Assert.NotEmpty(await _redis.AskAsync("HGETALL", "sidecar/members/sidecar"));
    }

    [Fact]
    public async Task Silo_OfItsOwn_ServesGatewaysThatAreClients()
    {
        var port = FreePort.Next();
        await using var silo = ChildProcess.Start("dotnet",
        [
            typeof(Sidecar.Silo.SiloHost).Assembly.Location, "--redis", _redis.Endpoint,
            "--operations-port", port.ToString(CultureInfo.InvariantCulture),
        ]);
        await silo.WaitForLineAsync(Joined, Patience);
        await using var gateway = await StartAsync(_first, "--cluster-silo", "client");

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        using var ready = await http.GetAsync("readyz");
        using var dashboard = await http.GetAsync("dashboard/ClusterStats");
        using var pages = await http.GetAsync(new Uri(gateway.OperationsUrl, "dashboard/"));
        using var missing = await http.GetAsync("nothing");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound),
            (ready.StatusCode, dashboard.StatusCode, pages.StatusCode, missing.StatusCode));
        silo.Terminate();
        Assert.Equal(0, await silo.WaitForExitAsync(Patience));
    }

    private async Task<GatewayUnderTest> StartAsync(SimulatedClient local, params string[] flags)
    {
        // A busy machine must not look like a cluster that is away.
        var gateway = await GatewayUnderTest.StartAsync(
            local, null, ["--redis", _redis.Endpoint, "--cluster-call-budget", "2000", .. flags]);
        await gateway.Process.WaitForLineAsync(Joined, Patience);
        await gateway.WaitForStateAsync(Reachable, 1);
        return gateway;
    }

    private static int JoinsOf(GatewayUnderTest gateway) =>
        gateway.Process.Lines.Count(line => line.Contains(Joined, StringComparison.Ordinal));

    private Task WaitForDeathAsync()
    {
        const string Dead = "\"Status\":6";
        return Polling.UntilAsync(
            async () => (await _redis.AskAsync("HGETALL", "sidecar/members/sidecar"))
                .Any(text => text.Contains(Dead, StringComparison.Ordinal)),
            Patience);
    }
}
