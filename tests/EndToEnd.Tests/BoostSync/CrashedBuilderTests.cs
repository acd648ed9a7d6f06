using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.BoostSync;

/// <summary>A builder that comes back is used again by itself.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "27")]
public sealed class CrashedBuilderTests
{
    /// <summary>Polls come each second; detection and replay take one each at most, a busy machine its time.</summary>
    private const int BlocksUntilUsedMax = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chain_BuilderCrashesAndRevives_IsUsedAgainWithinAFewPolls(bool wipeChain)
    {
        await using var rig = await Rig.StartAsync();
        await rig.MakeBlockAsync();
        await rig.MakeBlockAsync();

        rig.Builder.Crash(wipeChain);
        List<MadeBlock> down = [];
        for (var count = 0; count < 4; count++)
        {
            down.Add(await rig.MakeBlockAsync());
        }

        await rig.Builder.ReviveAsync();
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.All(down, block => Assert.Equal("local:builder_unreachable", block.Source));
        Assert.InRange(blocks.Count, 1, BlocksUntilUsedMax);
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
    }

    [Fact]
    public async Task Chain_BuilderFreezesAndThaws_IsUsedAgain()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "200");
        await rig.MakeBlockAsync();
        using var frozen = rig.Builder.Faults.On("*", Fault.Hang());
        var during = new[] { await rig.MakeBlockAsync(), await rig.MakeBlockAsync() };

        frozen.Clear();
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.All(during, block => Assert.StartsWith("local:builder_", block.Source, StringComparison.Ordinal));
        Assert.InRange(blocks.Count, 1, BlocksUntilUsedMax);
    }

    [Fact]
    public async Task Chain_MoreMissedThanRemembered_UsedAgainOnceItsOwnNodeBroughtItUp()
    {
        await using var rig = await Rig.StartAsync("--boost-sync-replay-blocks-max", "20");
        await rig.MakeBlockAsync();
        rig.Builder.Crash();
        for (var count = 0; count < 30; count++)
        {
            await rig.MakeBlockAsync();
        }

        await rig.Builder.ReviveAsync();
        var blind = await rig.MakeBlockAsync(new() { BuildTime = TimeSpan.FromMilliseconds(500) });
        rig.Builder.ImportBlocksFrom(rig.Local);
        using (var direct = new OpNodeDriver(rig.Builder.Url, rig.Builder.JwtSecret))
        {
            await direct.ForkchoiceUpdatedAsync(rig.Local.Head.Hash, null);
        }

        await rig.MakeUntilBuilderIsUsedAsync();

        Assert.StartsWith("local:builder_", blind.Source, StringComparison.Ordinal);
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
    }
}
