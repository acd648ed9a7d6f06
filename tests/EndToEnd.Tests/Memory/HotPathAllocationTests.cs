using Sidecar.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Sidecar.EndToEnd.Tests.Memory;

/// <summary>
/// Blocks lie in pooled memory: once the pools are warm, a walk allocates a small part of the block that it carries, over
/// HTTP in and out, in the process as it is run. One copy too many would show as the whole block, several times the limit.
/// </summary>
[Trait("Category", "E2E")]
public sealed class HotPathAllocationTests(ITestOutputHelper output)
{
    private const int WarmUpCalls = 40;
    private const int Calls = 60;

    /// <summary>What a walk may allocate for objects, buffers that a pool had none of among them.</summary>
    private const double ShareOfBlockMax = 0.25;

    /// <summary>
    /// The attributes of a build outlive their call, apart from it (to compare with other builds) and in it (to be relayed
    /// when the cluster permits): two copies. A sequencer's attributes are a few KB; only derivation has large ones.
    /// </summary>
    private const double CopiesOfAttributes = 2;

    [Fact]
    public async Task GetPayload_BuildersBlock_AllocatesNoBlock()
    {
        await using var rig = await LargeBlocks.StartAsync();
        var builders = 0;

        var share = await ShareOfBlockAsync(rig, async number =>
        {
            await rig.StartBuildAsync(number);
            builders += await rig.IsBuildersAsync(number) ? 1 : 0;
        });

        Assert.InRange(share, 0, ShareOfBlockMax);
        Assert.InRange(builders, Calls, WarmUpCalls + Calls);
    }

    [Fact]
    public async Task GetPayload_LocalBlock_AllocatesNoBlock()
    {
        await using var rig = await LargeBlocks.StartAsync("--execution-mode", "disabled");

        var share = await ShareOfBlockAsync(rig, async number =>
        {
            await rig.StartBuildAsync(number);
            Assert.False(await rig.IsBuildersAsync(number));
        });

        Assert.InRange(share, 0, ShareOfBlockMax);
    }

    [Fact]
    public async Task NewPayload_ToLocalAndBuilder_AllocatesNoBlock()
    {
        await using var rig = await LargeBlocks.StartAsync();

        var share = await ShareOfBlockAsync(rig, rig.NewPayloadAsync);

        Assert.InRange(share, 0, ShareOfBlockMax);
    }

    [Fact]
    public async Task ForkchoiceUpdated_LargeAttributes_AllocatesTheTwoCopiesThatOutliveTheCall()
    {
        await using var rig = await LargeBlocks.StartAsync();

        var share = await ShareOfBlockAsync(rig, number => rig.StartBuildAsync(number, isLarge: true));

        Assert.InRange(share, 0, CopiesOfAttributes + ShareOfBlockMax);
    }

    /// <summary>What the gateway allocates for one call, as a part of a block.</summary>
    private async Task<double> ShareOfBlockAsync(LargeBlocks rig, Func<int, Task> call)
    {
        for (var number = 1; number <= WarmUpCalls; number++)
        {
            await call(number);
        }

        var before = await rig.AllocatedAsync();
        for (var number = 1; number <= Calls; number++)
        {
            await call(WarmUpCalls + number);
        }

        var share = (await rig.AllocatedAsync() - before) / Calls / LargeBlocks.BlockBytes;
        output.WriteLine($"{share:0.000} of a block a call");
        return share;
    }
}
