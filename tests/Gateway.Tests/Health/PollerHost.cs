using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Tests.Telemetry;

namespace Sidecar.Gateway.Tests.Health;

/// <summary>A running poller between two clients whose answers the test gives.</summary>
internal sealed class PollerHost : IBuilderHeadObserver, IAsyncDisposable
{
    private readonly TelemetryHost _telemetry;
    private readonly Channel<(HeadPollResult, BlockHead?)> _observed =
        Channel.CreateUnbounded<(HeadPollResult, BlockHead?)>();

    private PollerHost(TelemetryHost telemetry, ExecutionMode mode, bool hasBuilder)
    {
        _telemetry = telemetry;
        Setup = new HealthSetup(mode, hasBuilder);
        Mode = new ExecutionModeSwitch(
            Options.Create(new EngineOptions { ExecutionMode = mode }), telemetry.Metrics, Setup.Clock,
            NullLogger<ExecutionModeSwitch>.Instance);
        Mode.Changed += Setup.State.ModeChanged;
        Poller = new HeadPoller(
            Setup.State, new HeadSources(Local, hasBuilder ? Builder : null), Mode, [this],
            Options.Create(Setup.Options), telemetry.Metrics, Setup.Clock, NullLogger<HeadPoller>.Instance);
    }

    public HealthSetup Setup { get; }

    public ScriptedHeadSource Local { get; } = new();

    public ScriptedHeadSource Builder { get; } = new();

    public ExecutionModeSwitch Mode { get; }

    public HeadPoller Poller { get; }

    public static async Task<PollerHost> StartAsync(
        ExecutionMode mode = ExecutionMode.Enabled, bool hasBuilder = true)
    {
        var host = new PollerHost(await TelemetryHost.StartAsync(), mode, hasBuilder);
        await host.Poller.StartAsync(CancellationToken.None);
        return host;
    }

    public void OnBuilderPolled(HeadPollResult builder, BlockHead? localHead) =>
        Assert.True(_observed.Writer.TryWrite((builder, localHead)));

    /// <summary>What the observer was told next.</summary>
    public async Task<(HeadPollResult Builder, BlockHead? LocalHead)> ObservedAsync() =>
        await _observed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Waits until so many loops sleep for exactly that long, then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan time, int loops = 1)
    {
        await Setup.Clock.WaitUntilArmedAsync(time, loops);
        Setup.Clock.Advance(time);
    }

    public async ValueTask DisposeAsync()
    {
        await Poller.StopAsync(CancellationToken.None);
        Poller.Dispose();
        _telemetry.Dispose();
    }
}
