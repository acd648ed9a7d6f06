using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Contracts.Payloads;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Cluster;

/// <summary>How often the cluster is looked at, and who waits for it.</summary>
public sealed class ClusterWatchTests
{
    private static readonly TimeSpan Shared = new ClusterOptions().WatchInterval;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Watch_GrainsAnswer_LooksOftenOnlyAtWhatOthersMayChange(bool isShared)
    {
        using var host = new ClusterHost(isShared);
        using var watch = Watch(host, new HealthState(new HealthOptions(), ExecutionMode.Enabled, false, host.Time));

        await watch.StartAsync(CancellationToken.None);

        await host.Time.WaitForNextDueAsync(isShared ? Shared : ClusterLimits.AloneWatchInterval);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Watch_OwnGrainsFailed_LooksOftenUntilTheyAnswer()
    {
        using var host = new ClusterHost(isShared: false);
        using var watch = Watch(host, new HealthState(new HealthOptions(), ExecutionMode.Enabled, false, host.Time));
        host.Cluster.Look(Arg.Any<CancellationToken>()).Returns(
            _ => Task.FromException<ClusterState>(new InvalidOperationException("scripted")),
            _ => Task.FromResult(new ClusterState()));

        await watch.StartAsync(CancellationToken.None);
        await host.Time.WaitForNextDueAsync(Shared);
        host.Time.Advance(Shared);

        await host.Time.WaitForNextDueAsync(ClusterLimits.AloneWatchInterval);
        await watch.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task Ready_GrainsHaveNotAnswered_IsNotWaitedForWithASiloThatNobodyShares(
        bool isShared, bool hasToJoin, bool isReady)
    {
        using var host = new ClusterHost(isShared);
        var opened = new TaskCompletionSource<PayloadRecord>();
        host.Payload.Open(default!, default).ReturnsForAnyArgs(opened.Task);
        var health = new HealthState(new HealthOptions(), ExecutionMode.Enabled, false, host.Time);
        using var watch = Watch(host, health, hasToJoin);
        health.LocalHead(new BlockHead(100, new BlockHash(1, 2, 3, 4), 0));

        await watch.StartAsync(CancellationToken.None);

        Assert.Equal(isReady, health.Ready().IsReady);
        opened.SetCanceled();
        await watch.StopAsync(CancellationToken.None);
    }

    private static ClusterWatch Watch(ClusterHost host, HealthState health, bool hasToJoin = false)
    {
        var engine = new GrainEngine("none", hasToJoin);
        var local = new ScriptedClient();
        var mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions()), host.Meters.Metrics, host.Time, NullLogger<ExecutionModeSwitch>.Instance);
        return new ClusterWatch(
            engine, host.Client, host.Identity, host.Gate, new ModeSharing(mode, host.Client, host.Identity, host.Outbox),
            host.Outbox, new ChainIdReader(new LocalClients(local, local, local, local), host.Time),
            new ClusterWarmUp(host.Client, host.Identity, new NoPayloadBytes(), host.Time),
            new ClusterHealth(engine, host.Identity, host.Client, host.Gate), health, Settings(),
            Options.Create(host.Options), host.Time, NullLogger<ClusterWatch>.Instance);
    }

    private static GatewaySettings Settings()
    {
        var options = new OptionSet();
        options.Local.Url = new Uri("http://127.0.0.1:8551");
        Assert.True(JwtSecret.TryParse(new string('0', 64), out var secret, out _));
        return new GatewaySettings(
            new ProgramSettings(ProgramKind.Gateway, options, [], new Dictionary<string, string>()),
            new JwtSecrets(secret, null, null));
    }
}
