using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Builders;

/// <summary>Connects the parts that tell each other about the builder and would otherwise need each other to be made.</summary>
internal sealed class BuilderWiring(
    BuilderLane lane, BuilderRelay relay, MinerSettings settings, HeadPoller poller, BuilderConnectionWatch connections)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lane.Lost = poller.Kick;
        relay.PollSoon = poller.Kick;
        connections.Opened += settings.SendAll;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
