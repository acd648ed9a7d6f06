using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests;

[Trait("Category", "E2E")]
public sealed class BuilderBlockTests
{
    [Fact]
    public async Task Chain_BuilderWorks_BlocksAreTheBuilders()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder());
        await using var gateway = await GatewayUnderTest.StartAsync(local, builder, "--builder-timeout", "5000");
        using var opNode = gateway.OpNode();
        builder.AddTransaction("0x02aa");

        var block = (await opNode.MakeBlockAsync()).EnsureMade();

        Assert.Contains("0x02aa", block.Transactions);
        Assert.Equal(block.Hash, local.Head.Hash);
        Assert.Equal(1, await gateway.BlocksAsync("builder", "none"));
    }
}
