using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A gateway with a builder that works, shared by the tests of a class.</summary>
public sealed class GatewayWithBuilder : IAsyncLifetime
{
    public SimulatedClient Local { get; private set; } = null!;

    public SimulatedClient Builder { get; private set; } = null!;

    internal GatewayUnderTest Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        Builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        Gateway = await GatewayUnderTest.StartAsync(
            Local, Builder, "--builder-timeout", "5000", "--l2-timeout", "9000", "--depth-max", "32",
            "--batch-members-max", "8");
    }

    /// <summary>Forgets what the tests before did to the two clients.</summary>
    public GatewayWithBuilder Fresh()
    {
        foreach (var client in (SimulatedClient[])[Local, Builder])
        {
            client.Faults.Clear();
            client.Calls.Clear();
        }

        return this;
    }

    public async Task DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Builder.DisposeAsync();
        await Local.DisposeAsync();
    }
}
