using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>Connects the parts that tell each other about the builder and would otherwise need each other to be made.</summary>
internal sealed partial class BuilderWiring(
    BuilderSync sync, BuilderRelay relay, MinerSettings settings, HealthState health, HeadPoller poller,
    ExecutionModeSwitch mode, BuilderConnectionWatch connections, ILogger<BuilderWiring> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        sync.Changed += OnStateChanged;
        mode.Changed += OnModeChanged;
        relay.PollSoon = poller.Kick;
        connections.Opened += settings.SendAll;
        OnModeChanged(mode.Current);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnModeChanged(ExecutionMode current)
    {
        if (current == ExecutionMode.Disabled)
        {
            relay.LeaveAlone();
        }
    }

    private void OnStateChanged(BuilderSyncState before, BuilderSyncState after)
    {
        if (after is BuilderSyncState.Syncing or BuilderSyncState.Unreachable)
        {
            Log.BuilderLost(logger, before, after);
        }
        else
        {
            Log.BuilderStateChanged(logger, before, after);
        }

        health.BuilderSync(after);
        if (after is BuilderSyncState.Syncing or BuilderSyncState.Unreachable)
        {
            poller.Kick();
        }

        if (before == BuilderSyncState.Unreachable)
        {
            settings.SendAll();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2303, LogLevel.Warning, "Builder state went from {Before} to {After}: blocks are local until it is back.")]
        public static partial void BuilderLost(ILogger logger, BuilderSyncState before, BuilderSyncState after);

        [LoggerMessage(2301, LogLevel.Information, "Builder state went from {Before} to {After}.")]
        public static partial void BuilderStateChanged(ILogger logger, BuilderSyncState before, BuilderSyncState after);
    }
}
