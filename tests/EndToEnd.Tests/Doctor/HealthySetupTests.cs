using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>Set-ups with nothing wrong, and that the doctor leaves them as they are.</summary>
[Trait("Category", "E2E")]
public sealed class HealthySetupTests
{
    private static readonly string[] Questions =
    [
        "eth_chainId", "eth_getBlockByNumber", "eth_syncing", "engine_exchangeCapabilities",
        "engine_getClientVersionV1",
    ];

    [Fact]
    public async Task Setup_WithBuilderAndRedis_IsAllOk()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var setup = await DoctorSetup.StartAsync();

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);

        Assert.Empty(outcome.Complaints);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.NotMade);
        Assert.Equal(
            [
                "builder access", "builder body", "builder builder-methods", "builder chain", "builder client",
                "builder clock", "builder head", "builder heads", "builder methods",
                "builder reachable", "builder sync",
                "gateway configuration", "gateway ports", "gateway ports", "gateway secrets",
                "local access", "local block-time", "local body", "local client", "local clock", "local head",
                "local methods", "local reachable", "local sync",
                "redis gateways", "redis redis", "redis redis-memory", "redis redis-persistence", "redis redis-version",
            ],
            outcome.Findings.Select(finding => $"{finding.Subject} {finding.Id.Split('.')[0]}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Setup_Examined_IsLeftAsItIs()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var setup = await DoctorSetup.StartAsync(age: TimeSpan.FromHours(1));
        var before = (setup.Local.Head.Hash, setup.Builder.Head.Hash);

        var outcome = await setup.ExamineAsync("--redis", redis.Endpoint);

        Assert.Equal(["local head.old"], outcome.Complaints);
        Assert.Equal(before, (setup.Local.Head.Hash, setup.Builder.Head.Hash));
        Assert.All(
            setup.Local.Calls.Concat(setup.Builder.Calls), call => Assert.Contains(call.Method, Questions));
        Assert.Equal(["0"], await redis.AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task Setup_WithoutBuilder_IsAWarningOnly()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        using var command = new GatewayCommand();
        var secret = command.Write("local.hex", Convert.ToHexString(local.JwtSecret!));
        FileModes.Set(secret, FileModes.Private);

        var outcome = DoctorOutcome.Read(await command.RunAsync(
            "doctor", "--json", "--l2-url", local.Url.ToString(), "--l2-jwt-path", secret,
            "--rpc-port", $"{FreePort.Next()}", "--debug-server-port", $"{FreePort.Next()}",
            "--max-unsafe-interval", "3600"));

        Assert.Equal(["gateway configuration.no-builder"], outcome.Complaints);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("local", outcome.The("chain.ok").Subject);
    }

    [Fact]
    public async Task Gateway_AlreadyRunning_IsKnownByItsPortsAndByRedis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var setup = await DoctorSetup.StartAsync();
        var metrics = FreePort.Next();
        await using var gateway = GatewayUnderTest.Start(new GatewayLaunch
        {
            LocalUrl = setup.Local.Url,
            LocalSecret = setup.Local.JwtSecret!,
            BuilderUrl = setup.Builder.Url,
            BuilderSecret = setup.Builder.JwtSecret,
            EnginePort = setup.EnginePort,
            OperationsPort = setup.OperationsPort,
            MetricsPort = metrics,
            Flags = ["--redis", redis.Endpoint, "--gateway-id", "a1"],
        });
        await gateway.WaitForAsync("readyz", System.Net.HttpStatusCode.OK);
        await Polling.UntilAsync(
            async () => (await redis.AskAsync("EXISTS", "sidecar/state/cluster/901/cluster"))[0] == "1");

        var outcome = await setup.ExamineAsync(
            "--redis", redis.Endpoint, "--gateway-id", "a1", "--metrics", "--metrics-port", $"{metrics}");

        Assert.Empty(outcome.Complaints);
        Assert.Equal(3, outcome.Findings.Count(finding => finding.Id == "ports.ours"));
        Assert.StartsWith(
            "Seen in the last minute: a1 0.", outcome.The("gateways.ok").Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forkchoice_OfAChainAtRest_IsValidAndMovesNothing()
    {
        await using var setup = await DoctorSetup.StartAsync(age: TimeSpan.FromHours(1));
        (string, string, string) Labels(SimulatedClient client) =>
            (client.Head.Hash, client.Safe.Hash, client.Finalized.Hash);
        var before = (Labels(setup.Local), Labels(setup.Builder));

        var outcome = await setup.ExamineAsync("--dry-forkchoice", "--max-unsafe-interval", "86400");

        Assert.Empty(outcome.Complaints);
        Assert.Equal(2, outcome.Findings.Count(finding => finding.Id == "forkchoice.ok"));
        Assert.Equal(before, (Labels(setup.Local), Labels(setup.Builder)));
        Assert.All(
            setup.Local.CallsOf("engine_forkchoiceUpdated").Concat(setup.Builder.CallsOf("engine_forkchoiceUpdated")),
            call => Assert.False(WireCalls.HasAttributes(call)));
    }

    [Fact]
    public async Task Forkchoice_OfAChainThatMoves_IsNotSent()
    {
        await using var setup = await DoctorSetup.StartAsync();

        var outcome = await setup.ExamineAsync("--dry-forkchoice");

        Assert.Equal(2, outcome.Findings.Count(finding => finding.Id == "forkchoice.not-sent"));
        Assert.Empty(setup.Local.CallsOf("engine_forkchoiceUpdated"));
        Assert.Empty(setup.Builder.CallsOf("engine_forkchoiceUpdated"));
        Assert.Equal(0, outcome.ExitCode);
    }
}
