namespace Sidecar.TestKit.Tests.Processes;

[Trait("Category", "Unit")]
public sealed class ChildProcessTests
{
    [Fact]
    public async Task Process_Terminated_RunsItsHandlerAndExits()
    {
        await using var child = Bash("trap 'echo bye; exit 7' TERM; echo ready $WORD; while :; do sleep 0.02; done");

        var line = await child.WaitForLineAsync("ready");
        child.Terminate();
        var exitCode = await child.WaitForExitAsync();

        Assert.Equal("ready here", line);
        Assert.Equal("bye", await child.WaitForLineAsync("bye"));
        Assert.Equal(7, exitCode);
    }

    [Fact]
    public async Task Process_Killed_Exits()
    {
        await using var child = Bash("echo ready; exec sleep 60");
        await child.WaitForLineAsync("ready");

        child.Kill();

        Assert.Equal(137, await child.WaitForExitAsync());
    }

    [Fact]
    public async Task Send_Stop_ReturnsWhenItStandsStill()
    {
        await using var child = Bash("echo ready; while :; do :; done");
        await child.WaitForLineAsync("ready");

        child.Send(ProcessSignal.Stop);

        Assert.Contains(") T ", await File.ReadAllTextAsync($"/proc/{child.Id}/stat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForLine_ProcessExitsWithoutIt_FailsAtOnceWithOutput()
    {
        await using var child = Bash("echo only this; exit 3");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => child.WaitForLineAsync("another"));

        Assert.Contains("only this", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exited with 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_ProcessRunning_KillsIt()
    {
        var child = Bash("exec sleep 60");

        await child.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{child.Id}"));
    }

    [Fact]
    public async Task WaitForUrl_SomethingAnswers_Ends()
    {
        await using var client = await SimulatedClient.StartAsync();
        await using var child = Bash("exec sleep 60");

        await child.WaitForUrlAsync(client.Url);

        Assert.False(child.HasExited);
    }

    private static ChildProcess Bash(string script) =>
        ChildProcess.Start("bash", ["-c", script], new Dictionary<string, string?> { ["WORD"] = "here" });
}
