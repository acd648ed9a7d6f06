using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

[Trait("Category", "E2E")]
public sealed class BuilderAwayTests
{
    private const int ShareMs = 300;
    private const int SlackMs = 1000;

    [Fact]
    [Trait("Scenario", "16")]
    public async Task Chain_BuilderRefusesConnections_BlocksAreLocalAndFast()
    {
        await using var rig = await Rig.StartAsync();
        rig.Builder.Crash();

        var blocks = new[] { await rig.MakeBlockAsync(), await rig.MakeBlockAsync(), await rig.MakeBlockAsync() };

        Assert.All(blocks, block => Assert.Equal("local:builder_unreachable", block.Source));
        Assert.All(blocks, block => Assert.InRange(block.GetPayloadMilliseconds, 0, SlackMs));
        Assert.Equal(3UL, rig.Local.HeadNumber);
    }

    [Fact]
    [Trait("Scenario", "16")]
    public async Task Chain_BuilderDiesBetweenBuildAndGetPayload_BlockIsLocal()
    {
        await using var rig = await Rig.StartAsync();
        var request = new BlockRequest
        {
            BeforeStep = async step =>
            {
                if (step == BlockStep.GetPayload)
                {
                    await rig.Builder.WaitForCallAsync("engine_forkchoiceUpdated");
                    rig.Builder.Crash();
                }
            },
        };

        var block = await rig.MakeBlockAsync(request);

        Assert.Equal("local:builder_unreachable", block.Source);
        Assert.Equal(block.Block.Hash, rig.Local.Head.Hash);
    }

    [Fact]
    [Trait("Scenario", "17")]
    public async Task Chain_BuilderAcceptsAndNeverAnswers_BlocksAreLocalWithinTheShare()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", $"{ShareMs}");
        rig.Builder.Faults.Blackhole();

        var blocks = new[] { await rig.MakeBlockAsync(), await rig.MakeBlockAsync(), await rig.MakeBlockAsync() };

        Assert.All(blocks, block => Assert.Equal("local:builder_timeout", block.Source));
        Assert.All(blocks, block => Assert.InRange(block.GetPayloadMilliseconds, 0, ShareMs + SlackMs));
        Assert.All(blocks, block => Assert.InRange(block.StartBuildMilliseconds, 0, SlackMs));
    }

    [Fact]
    [Trait("Scenario", "17")]
    public async Task Chain_BlackholeEnds_BuilderIsUsedAgain()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", $"{ShareMs}");
        rig.Builder.Faults.Blackhole();
        await rig.MakeBlockAsync();

        rig.Builder.Faults.Clear();
        var blocks = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.Equal(blocks[^1].Block.Hash, rig.Local.Head.Hash);
        await rig.Builder.WaitForHeadAsync(rig.Local.Head.Hash);
    }

    [Theory]
    [Trait("Scenario", "18")]
    [InlineData(1)]
    [InlineData(200)]
    public async Task GetPayload_BuilderDripsItsBody_LocalBlockWithinTheShare(int bytesPerWrite)
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", $"{ShareMs}");
        var drip = rig.Builder.Faults.On(
            "engine_getPayload", Fault.DripBody(bytesPerWrite, TimeSpan.FromMilliseconds(100)));

        var dripped = await rig.MakeBlockAsync();
        drip.Clear();
        var whole = await rig.MakeBlockAsync();

        Assert.Equal("local:builder_timeout", dripped.Source);
        Assert.InRange(dripped.GetPayloadMilliseconds, 0, ShareMs + SlackMs);
        Assert.Equal(MadeBlock.Builder, whole.Source);
    }
}
