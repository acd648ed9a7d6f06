using Sidecar.Contracts;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class ExecutionModeSwitchTests
{
    [Fact]
    public async Task Current_AtStart_IsTheOption()
    {
        using var host = await DebugHost.StartAsync(ExecutionMode.DryRun);

        var mode = host.Mode.Current;

        Assert.Equal(ExecutionMode.DryRun, mode);
        Assert.Contains("sidecar_execution_mode 2", host.Telemetry.Lines());
    }

    [Fact]
    public async Task Set_AnotherMode_TellsWhoWhyAndEveryListener()
    {
        using var host = await DebugHost.StartAsync();
        List<ExecutionMode> heard = [];
        host.Mode.Changed += heard.Add;

        var previous = host.Mode.Set(ExecutionMode.Disabled, "operator", "maintenance");

        Assert.Equal(ExecutionMode.Enabled, previous);
        Assert.Equal([ExecutionMode.Disabled], heard);
        Assert.Equal(("operator", "maintenance"), (host.Mode.Last.Who, host.Mode.Last.Why));
        Assert.Contains("rollup_boost_execution_mode 1", host.Telemetry.Lines());
    }

    [Fact]
    public async Task Set_TheSameMode_TellsNobody()
    {
        using var host = await DebugHost.StartAsync();
        List<ExecutionMode> heard = [];
        host.Mode.Changed += heard.Add;

        host.Mode.Set(ExecutionMode.Enabled, "operator", "once more");

        Assert.Empty(heard);
        Assert.Equal("options", host.Mode.Last.Who);
    }

    [Fact]
    public async Task Set_FromManyThreads_AnnouncesChangesInTheirOrder()
    {
        using var host = await DebugHost.StartAsync();
        List<ExecutionMode> heard = [];
        host.Mode.Changed += heard.Add;

        Parallel.For(0, 300, i => host.Mode.Set((ExecutionMode)(i % 3), "test", "test"));

        Assert.Equal(host.Mode.Current, heard[^1]);
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }
}
