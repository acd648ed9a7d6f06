using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Running;

[Trait("Category", "E2E")]
public sealed class StopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SigTerm_WhileABlockIsAnswered_AnswersItAndExitsWell()
    {
        await using var rig = await BuildRig.StartAsync();
        var id = await rig.BuildIdAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task));

        var asking = rig.OpNode.GetPayloadAsync(id);
        await rig.Builder.WaitForCallAsync("engine_getPayload");
        rig.Gateway.Process.Terminate();
        await rig.Gateway.WaitForAsync("readyz", HttpStatusCode.ServiceUnavailable);
        Assert.False(rig.Gateway.Process.HasExited);
        gate.SetResult();
        var block = await asking;

        Assert.True(block.Succeeded, block.ToString());
        Assert.Equal(2, block.Result.GetProperty("executionPayload").GetProperty("transactions").GetArrayLength());
        Assert.Equal(0, await rig.Gateway.Process.WaitForExitAsync(Patience));
    }

    [Fact]
    [Trait("Scenario", "42")]
    public async Task SigTerm_WhileABlockIsBuilt_FinishesItOnNewConnectionsAndEnds()
    {
        await using var rig = await BuildRig.StartAsync("--shutdown-drain", "30000");
        var head = await rig.OpNode.ReadHeadAsync();
        var stopped = false;

        var block = await rig.OpNode.MakeBlockAsync(new()
        {
            Parent = head,
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    rig.Gateway.Process.Terminate();
                    await rig.Gateway.WaitForAsync("readyz", HttpStatusCode.ServiceUnavailable);
                    stopped = true;
                }
            },
        });

        Assert.True(stopped);
        block.EnsureMade();
        Assert.Equal(2, block.Transactions.Count);
        Assert.Equal("close", block.Calls[BlockStep.GetPayload].Headers["Connection"]);
        Assert.Equal(0, await rig.Gateway.Process.WaitForExitAsync(Patience));
    }

    [Fact]
    public async Task SigTerm_BlockIsNeverAskedFor_EndsWhenItIsOld()
    {
        await using var rig = await BuildRig.StartAsync("--shutdown-drain", "300");
        await rig.BuildIdAsync();

        rig.Gateway.Process.Terminate();

        Assert.Equal(0, await rig.Gateway.Process.WaitForExitAsync(Patience));
    }

    [Theory]
    [InlineData(ProcessSignal.Terminate, 143)]
    [InlineData(ProcessSignal.Interrupt, 130)]
    public async Task Signal_ASecondTime_EndsAtOnce(ProcessSignal second, int exitCode)
    {
        await using var rig = await BuildRig.StartAsync("--shutdown-drain", "60000");
        await rig.BuildIdAsync();

        rig.Gateway.Process.Terminate();
        await rig.Gateway.WaitForAsync("readyz", HttpStatusCode.ServiceUnavailable);
        rig.Gateway.Process.Send(second);

        Assert.Equal(exitCode, await rig.Gateway.Process.WaitForExitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task SigTerm_Idle_ExitsWell()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);

        gateway.Process.Terminate();

        Assert.Equal(0, await gateway.Process.WaitForExitAsync(Patience));
    }

    [Fact]
    public async Task SigTerm_LocalNeverAnswers_ExitsWhenItsTimeIsUp()
    {
        await using var rig = await BuildRig.StartAsync("--l2-timeout", "60000", "--shutdown-timeout", "500");
        rig.Local.Faults.On("engine_forkchoiceUpdated", Fault.Hang());
        var asking = rig.StartBuildAsync();
        await rig.Local.WaitForCallAsync("engine_forkchoiceUpdated");

        rig.Gateway.Process.Terminate();

        await rig.Gateway.Process.WaitForExitAsync(Patience);
        Assert.NotNull((await asking).TransportError);
    }

    [Fact]
    [Trait("Scenario", "42")]
    public async Task Readyz_WhileDraining_SaysSoToNewConnections()
    {
        await using var rig = await BuildRig.StartAsync("--shutdown-drain", "30000");
        var id = await rig.BuildIdAsync();

        rig.Gateway.Process.Terminate();
        await rig.Gateway.WaitForAsync("readyz", HttpStatusCode.ServiceUnavailable);
        var (status, text) = await rig.Gateway.GetAsync("readyz");
        var (health, _) = await rig.Gateway.GetAsync("healthz");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "The gateway is stopping."), (status, text));
        Assert.Equal(HttpStatusCode.OK, health);
        Assert.True((await rig.OpNode.GetPayloadAsync(id)).Succeeded);
    }

    [Theory]
    [InlineData("--rpc-port")]
    [InlineData("--debug-server-port")]
    [InlineData("--metrics-port")]
    public async Task Port_TakenBySomebodyElse_IsNamedAndTheExitCodeIs1(string flag)
    {
        var taken = FreePort.Next();
        using var holder = new TcpListener(IPAddress.Loopback, taken);
        holder.Start();
        using var command = new GatewayCommand();
        string[] ports = ["--rpc-port", "--debug-server-port", "--metrics-port"];

        var result = await command.RunAsync([
            "--l2-jwt-token", Convert.ToHexStringLower(Jwt.NewSecret()), "--metrics",
            .. ports.SelectMany(name => (string[])[name, Text(name == flag ? taken : FreePort.Next())])]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(Text(taken), result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
