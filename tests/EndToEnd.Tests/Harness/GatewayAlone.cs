using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A gateway without a builder, shared by the tests of a class: none of them leaves anything behind.</summary>
public sealed class GatewayAlone : IAsyncLifetime
{
    public SimulatedClient Local { get; private set; } = null!;

    internal GatewayUnderTest Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        Gateway = await GatewayUnderTest.StartAsync(Local, null);
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Local.DisposeAsync();
    }
}
