using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.DemoHa;

/// <summary>A sequencer: its execution client and op-node's list of gateways in front of it.</summary>
internal sealed class SequencerNode(string name, IClientProcess local, IReadOnlyList<GatewayNode> gateways)
{
    private int _inUse;

    public string Name => name;

    public IClientProcess Local => local;

    public IReadOnlyList<GatewayNode> Gateways => gateways;

    /// <summary>The gateway that gets the next call.</summary>
    public GatewayNode InUse => gateways[_inUse];

    /// <summary>How many of the blocks that were made it has been given.</summary>
    public int Given { get; set; }

    /// <summary>Calls the gateway in use; a connection that breaks is repeated at the next one, at once.</summary>
    public async Task<NodeCall> CallAsync(Func<OpNodeDriver, Task<EngineCall>> call)
    {
        for (var tried = 1; ; tried++)
        {
            var gateway = InUse;
            var answer = await call(gateway.OpNode);
            if (answer.TransportError is null || tried == gateways.Count)
            {
                return new(gateway, answer);
            }

            UseNext();
        }
    }

    public void UseNext() => _inUse = (_inUse + 1) % gateways.Count;
}
