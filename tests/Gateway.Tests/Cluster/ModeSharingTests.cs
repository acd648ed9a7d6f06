using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class ModeSharingTests : IAsyncDisposable
{
    private readonly ClusterHost _host = new();
    private readonly ExecutionModeSwitch _mode;
    private readonly ModeSharing _sharing;

    public ModeSharingTests()
    {
        _mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), _host.Meters.Metrics, _host.Time,
            NullLogger<ExecutionModeSwitch>.Instance);
        _sharing = new ModeSharing(_mode, _host.Client, _host.Identity, _host.Outbox);
        _sharing.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.Outbox.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    [Fact]
    public void Apply_NobodyEverSetAMode_KeepsTheConfiguredOne()
    {
        _sharing.Apply(new ClusterState());

        Assert.Equal((ExecutionMode.Enabled, "options"), (_mode.Current, _mode.Last.Who));
    }

    [Fact]
    public void Apply_ModeSetElsewhere_HoldsHereWithWhoAndWhy()
    {
        _sharing.Apply(State(Change(ExecutionMode.DryRun)));

        Assert.Equal(
            new ExecutionModeChange(ExecutionMode.DryRun, "alice", "maintenance", DateTimeOffset.UnixEpoch), _mode.Last);
    }

    [Fact]
    public void Apply_TheSameAgain_ChangesNothing()
    {
        var state = State(Change(ExecutionMode.DryRun));
        _sharing.Apply(state);
        var changes = 0;
        _mode.Changed += _ => changes++;

        _sharing.Apply(state);

        Assert.Equal(0, changes);
    }

    [Fact]
    public async Task Set_Here_IsToldToTheCluster()
    {
        await _host.ReachAsync();
        var told = new TaskCompletionSource<ModeChange>();
        _host.Cluster.SetMode(Arg.Do<ModeChange>(told.SetResult), Arg.Any<CancellationToken>())
            .Returns(call => State(call.Arg<ModeChange>()));
        await _host.Outbox.StartAsync(CancellationToken.None);

        _mode.Set(ExecutionMode.Disabled, "bob", "debug_setExecutionMode");

        var change = await told.Task.WaitAsync(Sidecar.TestKit.Patience.Default);
        Assert.Equal((ExecutionMode.Disabled, "bob"), (change.Mode, change.Who));
    }

    [Fact]
    public void Apply_OlderStateWhileAChangeIsOnItsWay_DoesNotUndoIt()
    {
        _sharing.Apply(State(Change(ExecutionMode.DryRun)));
        _mode.Set(ExecutionMode.Disabled, "bob", "debug_setExecutionMode");

        _sharing.Apply(State(Change(ExecutionMode.Enabled)));

        Assert.Equal(ExecutionMode.Disabled, _mode.Current);
    }

    [Fact]
    public void Set_WithoutSharedCluster_TellsNobody()
    {
        using var alone = new ClusterHost(isShared: false);
        new ModeSharing(_mode, alone.Client, alone.Identity, alone.Outbox).Start();

        _mode.Set(ExecutionMode.Disabled, "bob", "debug_setExecutionMode");

        Assert.Equal(0, alone.Outbox.Count);
    }

    private static ModeChange Change(ExecutionMode mode) =>
        new(Guid.NewGuid(), mode, "alice", "maintenance", DateTimeOffset.UnixEpoch, null);

    private static ClusterState State(params ModeChange[] changes) => new() { Modes = [.. changes] };
}
