using Sidecar.Devnet.Processes;
using Sidecar.TestKit;

namespace Sidecar.Devnet.DemoHa;

/// <summary>One gateway and op-node's connection to it.</summary>
internal sealed class GatewayNode(string name, GatewayProcess process, OpNodeDriver opNode) : IAsyncDisposable
{
    public string Name => name;

    public GatewayProcess Process => process;

    public OpNodeDriver OpNode => opNode;

    /// <summary>Whether it should answer: false from a fault on until it said that it is ready again.</summary>
    public bool IsUp { get; set; } = true;

    public async ValueTask DisposeAsync()
    {
        opNode.Dispose();
        await process.DisposeAsync();
    }
}
