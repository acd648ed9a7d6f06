using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Operations;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Cluster;

/// <summary>Makes one operator's switch of the execution mode hold at all gateways, and after a restart.</summary>
internal sealed class ModeSharing(
    ExecutionModeSwitch mode, ClusterClient cluster, ClusterIdentity identity, Outbox outbox)
{
    private readonly Lock _lock = new();
    private Guid? _inForce;
    private Guid? _untold;

    /// <summary>Begins to tell the cluster of changes that are made here.</summary>
    public void Start() => mode.Ordered += Tell;

    /// <summary>Takes over what the cluster says, unless a change made here is still on its way there.</summary>
    public void Apply(ClusterState state)
    {
        lock (_lock)
        {
            if (_untold is not null || state.Modes.IsEmpty || state.Modes[^1] is not { } last || last.ChangeId == _inForce)
            {
                return;
            }

            _inForce = last.ChangeId;
            mode.Apply(new ExecutionModeChange(last.Mode, last.Who, last.Why, last.At));
        }
    }

    private void Tell(ExecutionModeChange change)
    {
        if (!identity.IsShared)
        {
            return;
        }

        ModeChange message;
        lock (_lock)
        {
            message = new ModeChange(Guid.NewGuid(), change.Mode, change.Who, change.Why, change.At, _inForce);
            _untold = message.ChangeId;
            _inForce = message.ChangeId;
        }

        outbox.Add(ClusterCall.SetMode, async token =>
        {
            var state = await cluster.Cluster().CallAsync((grain, stop) => grain.SetMode(message, stop), token);
            lock (_lock)
            {
                _untold = _untold == message.ChangeId ? null : _untold;
            }

            Apply(state);
        });
    }
}
