using Microsoft.AspNetCore.Http;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Doctor;

/// <summary>Set-ups with one thing wrong: it is found, nothing else is, and the exit code says how bad it is.</summary>
[Trait("Category", "E2E")]
public sealed class BrokenSetupTests
{
    [Fact]
    public async Task Builder_WithAnotherSecret_IsAnErrorThatNamesTheOption()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.BuilderSecretFile = setup.WriteSecret("other", Jwt.NewSecret());

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder access.wrong-secret"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("--builder-jwt-path", outcome.The("access.wrong-secret").Fix, StringComparison.Ordinal);
        Assert.Contains("builder heads", outcome.NotMade);
    }

    [Fact]
    public async Task Secret_TheSameForBothClients_IsMentionedWhenOneRefusesIt()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.BuilderSecretFile = setup.LocalSecretFile;

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder access.wrong-secret"], outcome.Complaints);
        Assert.Contains("the same as the other", outcome.The("access.wrong-secret").Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecretFile_Missing_IsAnErrorAndTheRestIsExamined()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.LocalSecretFile += ".gone";

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["gateway secrets.unusable"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("--l2-jwt-path", outcome.The("secrets.unusable").Meaning, StringComparison.Ordinal);
        Assert.Single(outcome.Findings, finding => finding is { Id: "access.ok", Subject: "builder" });
    }

    [Fact]
    public async Task SecretFile_ReadableByAll_IsAWarning()
    {
        await using var setup = await DoctorSetup.StartAsync();
        FileModes.Set(setup.LocalSecretFile, FileModes.Public);

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["gateway secrets.readable-by-all"], outcome.Complaints);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public async Task Configuration_ThatIsRefused_IsTheSameSentenceAsAtStart()
    {
        await using var setup = await DoctorSetup.StartAsync();

        var outcome = await setup.ExamineAsync("--l2-timeout", "1900", "--debug-host", "0.0.0.0");

        Assert.Equal(1, outcome.ExitCode);
        var refusal = Assert.Single(outcome.Findings, finding => finding.Id == "configuration.invalid");
        Assert.Contains("--debug-host: others can reach", refusal.Meaning, StringComparison.Ordinal);
        Assert.Contains("--operations-token", refusal.Fix, StringComparison.Ordinal);
        Assert.Single(outcome.Findings, finding => finding.Id == "configuration.doubtful");
    }

    [Fact]
    public async Task Local_Down_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Local.Crash();

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["local reachable.refused"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_Down_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Crash();

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder reachable.refused"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_HungOrFrozen_DoesNotHoldTheDoctor()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Faults.Blackhole();

        var outcome = await setup.ExamineAsync();
        setup.Builder.Faults.Clear();
        setup.Builder.Faults.On("eth_syncing", Fault.Hang());
        var later = await setup.ExamineAsync();

        Assert.Equal(["builder reachable.timed-out"], outcome.Complaints);
        Assert.Equal(["builder reachable.lost"], later.Complaints);
        Assert.Contains("builder body", later.NotMade);
    }

    [Fact]
    public async Task Builder_BehindAnUnknownName_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.BuilderUrl = new Uri("http://builder.invalid:8551");

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder reachable.unknown-name"], outcome.Complaints);
    }

    [Fact]
    public async Task Builder_AskedByTlsWithoutHavingIt_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.BuilderUrl = new Uri($"https://127.0.0.1:{setup.Builder.Port}");

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder reachable.tls"], outcome.Complaints);
        Assert.Contains("http://", outcome.The("reachable.tls").Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, "clock.off", "ahead of", 0)]
    [InlineData(-20, "clock.off", "behind", 0)]
    [InlineData(58, "clock.far-off", "ahead of", 1)]
    public async Task Builder_WithAClockThatIsOff_IsToldBySeconds(
        int seconds, string id, string direction, int exitCode)
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var proxy = await DatedProxy.StartAsync(setup.Builder, TimeSpan.FromSeconds(seconds));
        setup.BuilderUrl = proxy.Url;

        var outcome = await setup.ExamineAsync();

        Assert.Equal([$"builder {id}"], outcome.Complaints);
        Assert.Contains(direction, outcome.The(id).Meaning, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_ThatRefusesOurTokenForItsTime_BlamesTheClockAndNotTheSecret()
    {
        await using var setup = await DoctorSetup.StartAsync(
            changeBuilder: options => options with { Time = new ShiftedTime(TimeSpan.FromMinutes(2)) });
        await using var proxy = await DatedProxy.StartAsync(setup.Builder, TimeSpan.FromMinutes(2));
        setup.BuilderUrl = proxy.Url;

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder clock.far-off", "builder access.wrong-clock"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_WithoutTheMethodsOfTheFork_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Faults.On("engine_exchangeCapabilities", Fault.ResultOf(new System.Text.Json.Nodes.JsonArray(
            "engine_forkchoiceUpdatedV3", "engine_getPayloadV3", "engine_newPayloadV3")));

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder methods.missing", "builder builder-methods.lacks"], outcome.Complaints);
        Assert.Contains("engine_newPayloadV4", outcome.The("methods.missing").Meaning, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_AtItsOrdinaryRpcPort_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Faults.On("engine_*", Fault.RpcError(-32601, "the method does not exist/is not available"));

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder methods.not-the-engine-api"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_OnAnotherChain_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync(changeBuilder: options => options with { ChainId = 10 });

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder chain.id"], outcome.Complaints);
        Assert.Contains("chain 10 and local on chain 901", outcome.The("chain.id").Meaning, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_WithAnotherGenesis_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync(
            changeBuilder: options => options with { GenesisTimestamp = options.GenesisTimestamp + 1 });

        var outcome = await setup.ExamineAsync();

        Assert.Equal(
            ["builder chain.genesis", "builder heads.forked"], outcome.Complaints.Order(StringComparer.Ordinal));
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_Syncing_IsAWarning()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.IsSyncing = true;

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder sync.builder"], outcome.Complaints);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Theory]
    [InlineData("256", "heads.behind", 0)]
    [InlineData("10", "heads.far-behind", 1)]
    public async Task Builder_BehindLocal_IsMeasuredByWhatCanBeReplayed(string replayMax, string id, int exitCode)
    {
        await using var setup = await DoctorSetup.StartAsync(age: TimeSpan.FromSeconds(30));
        using (var opNode = new OpNodeDriver(setup.Local.Url, setup.Local.JwtSecret))
        {
            await opNode.MakeBlocksAsync(20);
        }

        var outcome = await setup.ExamineAsync("--boost-sync-replay-blocks-max", replayMax);

        Assert.Equal([$"builder {id}"], outcome.Complaints);
        Assert.Contains("20 blocks (40 s) behind", outcome.The(id).Meaning, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_OnAnotherBranch_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        foreach (var client in (SimulatedClient[])[setup.Local, setup.Builder])
        {
            using var opNode = new OpNodeDriver(client.Url, client.JwtSecret);
            await opNode.MakeBlockAsync();
        }

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder heads.forked"], outcome.Complaints);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_ThatRefusesTheHostName_NamesVhosts()
    {
        await using var setup = await DoctorSetup.StartAsync();
        setup.Builder.Faults.On("*", Fault.HttpStatus(403, "invalid host specified\n"));
        setup.BuilderUrl = new Uri($"http://localhost:{setup.Builder.Port}");

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder access.host-refused"], outcome.Complaints);
        Assert.Contains("--authrpc.vhosts localhost", outcome.The("access.host-refused").Fix, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Builder_ThatIsAnotherProgram_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var other = await ScriptedServer.StartAsync((http, _) => http.Response.WriteAsync("<html>Welcome"));
        setup.BuilderUrl = other.Url;

        var outcome = await setup.ExamineAsync();

        Assert.Equal(["builder access.not-json-rpc"], outcome.Complaints);
        Assert.Contains("Welcome", outcome.The("access.not-json-rpc").Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builder_BehindAProxyWithALimit_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync(
            changeBuilder: options => options with { RequestBytesMax = 1024 * 1024 });

        var outcome = await setup.ExamineAsync();

        Assert.Matches("^builder body[.](too-large|broken)$", Assert.Single(outcome.Complaints));
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public async Task Port_TakenByAnotherProgram_IsAnError()
    {
        await using var setup = await DoctorSetup.StartAsync();
        await using var other = await ScriptedServer.StartAsync((http, _) => http.Response.WriteAsync("OK"));

        var outcome = await setup.ExamineAsync("--metrics", "--metrics-port", $"{other.Url.Port}");

        Assert.Equal(["gateway ports.taken"], outcome.Complaints);
        Assert.Contains("--metrics-port", outcome.The("ports.taken").Fix, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }
}
