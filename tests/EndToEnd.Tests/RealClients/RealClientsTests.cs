using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.RealClients;

/// <summary>What simulated clients cannot show: the same with execution clients that nobody here wrote.</summary>
/// <remarks>Fails, and is not skipped, where Node.js or npm are missing.</remarks>
[Trait("Category", "RealClients")]
public sealed class RealClientsTests
{
    [Fact]
    [Trait("Scenario", "16")]
    public async Task Chain_BuilderKilledAndStartedAgain_BlocksGoOnAndItIsUsedAgain()
    {
        await using var rig = await RealRig.StartAsync();
        List<MadeBlock> made = [];

        // The builder's blocks, with a transaction that only it has.
        var early = await rig.SendToBuilderOnlyAsync();
        while (made.Count < 4)
        {
            made.Add(await rig.MakeBlockAsync());
        }

        Assert.All(made, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.Contains(early, made[0].Block.Transactions);

        // Killed: local's.
        rig.Builder.Kill();
        while (made.Count < 8)
        {
            made.Add(await rig.MakeBlockAsync());
        }

        Assert.All(made.Skip(4), block => Assert.Equal("local:builder_unreachable", block.Source));

        // Back: its own again, without anybody telling the gateway.
        await rig.Builder.RestartAsync(CancellationToken.None);
        var late = await rig.SendToBuilderOnlyAsync();
        while (made[^1].Source != MadeBlock.Builder && made.Count < 60)
        {
            made.Add(await rig.MakeBlockAsync());
        }

        Assert.Equal(MadeBlock.Builder, made[^1].Source);
        Assert.Contains(late, made[^1].Block.Transactions);
        await AssertChainIsLocalsAsync(rig, made);
    }

    [Fact]
    [Trait("Scenario", "30")]
    public async Task Transaction_SentThroughTheGateway_IsInTheBuildersBlock()
    {
        await using var rig = await RealRig.StartAsync();

        var call = await rig.OpNode.CallAsync("eth_sendRawTransaction", rig.Signed.Mirrored[0]);
        await rig.Gateway.WaitForMetricAsync("sidecar_mirror_length", length => length == 0);
        List<MadeBlock> made = [await rig.MakeBlockAsync(), await rig.MakeBlockAsync()];

        Assert.True(call.Succeeded, call.ToString());
        Assert.All(made, block => Assert.Equal(MadeBlock.Builder, block.Source));
        Assert.Contains(rig.Signed.Mirrored[0], made.SelectMany(block => block.Block.Transactions));
    }

    [Fact]
    [Trait("Scenario", "27")]
    public async Task Mode_DisabledForSomeBlocks_BuilderIsBroughtUpAndUsedAgain()
    {
        await using var rig = await RealRig.StartAsync();
        List<MadeBlock> made = [await rig.MakeBlockAsync()];

        await rig.Gateway.SetExecutionModeAsync("disabled");
        while (made.Count < 5)
        {
            made.Add(await rig.MakeBlockAsync());
        }

        await rig.Gateway.SetExecutionModeAsync("enabled");
        while (made[^1].Source != MadeBlock.Builder && made.Count < 60)
        {
            made.Add(await rig.MakeBlockAsync());
        }

        Assert.All(made.Skip(1).Take(4), block => Assert.Equal("local:mode_disabled", block.Source));
        Assert.Equal(MadeBlock.Builder, made[^1].Source);
        await AssertChainIsLocalsAsync(rig, made);
    }

    [Fact]
    [Trait("Scenario", "9")]
    public async Task Build_NoTxPool_IsLocalsAndHoldsOnlyWhatIsForced()
    {
        await using var rig = await RealRig.StartAsync();
        await rig.SendToBuilderOnlyAsync();

        var closed = (await rig.OpNode.MakeBlockAsync(new() { NoTxPool = true })).EnsureMade();

        Assert.Equal([rig.Signed.Forced[0]], closed.Transactions);
        Assert.Equal(1, await rig.Gateway.BlocksAsync("local", "no_tx_pool"));
    }

    private static async Task AssertChainIsLocalsAsync(RealRig rig, List<MadeBlock> made)
    {
        for (var index = 0; index < made.Count; index++)
        {
            var number = (ulong)index + 1;
            Assert.Equal(made[index].Block.Hash, await rig.LocalHashAsync(number));
            Assert.Equal("VALID", Status(made[index].Block.Calls[BlockStep.NewPayload].Result));
        }
    }

    private static string? Status(JsonElement payloadStatus) => payloadStatus.GetProperty("status").GetString();
}
