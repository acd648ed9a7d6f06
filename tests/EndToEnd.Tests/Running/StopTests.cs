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
    public async Task SigTerm_WhileABlockIsMade_AnswersItAndExitsWell()
    {
        await using var rig = await BuildRig.StartAsync();
        var id = await rig.BuildIdAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task));

        var asking = rig.OpNode.GetPayloadAsync(id);
        await rig.Builder.WaitForCallAsync("engine_getPayload");
        rig.Gateway.Process.Terminate();
        await WaitUntilClosedAsync(rig.Gateway.EngineUrl);
        Assert.False(rig.Gateway.Process.HasExited);
        gate.SetResult();
        var block = await asking;

        Assert.True(block.Succeeded, block.ToString());
        Assert.Equal(2, block.Result.GetProperty("executionPayload").GetProperty("transactions").GetArrayLength());
        Assert.Equal(0, await rig.Gateway.Process.WaitForExitAsync(Patience));
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
    public async Task Readyz_WhileDraining_SaysSo()
    {
        await using var rig = await BuildRig.StartAsync();
        var id = await rig.BuildIdAsync();
        var gate = new TaskCompletionSource();
        rig.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task));

        // New connections are refused from the signal on, so the question has been begun before it.
        using var connection = await RawConnection.OpenAsync(rig.Gateway.EngineUrl);
        await connection.SendAsync("GET /readyz HTTP/1.1\r\nHost: gateway\r\n");
        var asking = rig.OpNode.GetPayloadAsync(id);
        await rig.Builder.WaitForCallAsync("engine_getPayload");
        rig.Gateway.Process.Terminate();
        await WaitUntilClosedAsync(rig.Gateway.EngineUrl);
        await connection.SendAsync("\r\n");
        var answer = await connection.ReadAnswerAsync();
        gate.SetResult();

        Assert.Equal((503, "The gateway is stopping."), (answer.Status, answer.Text));
        Assert.True((await asking).Succeeded);
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

    private static Task WaitUntilClosedAsync(Uri url) => Polling.UntilAsync(
        async () =>
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(url.Host, url.Port);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        },
        Patience,
        $"{url} is closed");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
