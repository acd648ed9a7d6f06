using System.Diagnostics;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

/// <summary>The builder's share ends inside the block time, whatever it is that takes too long.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "20")]
public sealed class DeadlineTests
{
    private const int SlackMs = 1000;

    [Theory]
    [InlineData("engine_getPayload", "builder_timeout")]
    [InlineData("engine_*", "builder_timeout")]
    public async Task GetPayload_DefaultFlagsBuilderHangs_AnswersInsideOneSecond(string method, string reason)
    {
        await using var rig = await Rig.StartPlainAsync();
        await rig.MakeBlockAsync();
        rig.Builder.Faults.On(method, Fault.Hang());

        List<MadeBlock> blocks = [];
        while (blocks.Count < 5)
        {
            blocks.Add(await rig.MakeBlockAsync());
        }

        Assert.All(blocks, block => Assert.Equal($"local:{reason}", block.Source));
        Assert.All(blocks, block => Assert.InRange(block.GetPayloadMilliseconds, 0, 800 + SlackMs));
        // One stall of a busy machine is not the gateway's: the best of five shows what it allows itself.
        Assert.InRange(blocks.Min(block => block.GetPayloadMilliseconds), 0, 1000);
    }

    [Fact]
    public async Task GetPayload_BuilderSlowerThanItsShareButNotForEver_BuilderBlockWhenItFits()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "2000");
        rig.Builder.Faults.On("engine_getPayload", Fault.DelayAnswer(TimeSpan.FromMilliseconds(300)));

        var block = await rig.MakeBlockAsync();

        Assert.Equal(MadeBlock.Builder, block.Source);
        Assert.InRange(block.GetPayloadMilliseconds, 300, 2000);
    }

    [Fact]
    public async Task GetPayload_LocalHangsOnTheBuildersBlock_LocalBlockWithinTheShare()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "300");
        rig.Local.Faults.On("engine_newPayload", Fault.Hang(), times: 1);

        var block = await rig.MakeBlockAsync();

        Assert.Equal("local:validation_failed", block.Source);
        Assert.InRange(block.GetPayloadMilliseconds, 0, 300 + SlackMs);
    }

    [Fact]
    public async Task GetPayload_AcknowledgementAndPayloadAndValidationSlow_ShareIsNotAddedUp()
    {
        await using var rig = await Rig.StartAsync("--builder-timeout", "600");
        var slow = Fault.DelayAnswer(TimeSpan.FromMilliseconds(400));
        rig.Builder.Faults.On("engine_forkchoiceUpdated", slow);
        rig.Builder.Faults.On("engine_getPayload", slow);
        rig.Local.Faults.On("engine_newPayload", slow, times: 1);

        var block = await rig.MakeBlockAsync();

        // 400 ms for the acknowledgement leave 200 for the payload: three times 400 would have taken 1200.
        Assert.Equal("local:builder_timeout", block.Source);
        Assert.InRange(block.GetPayloadMilliseconds, 0, 600 + SlackMs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Chain_RealTimeAndBuilderHangs_KeepsItsBlockTime(int blockSeconds)
    {
        await using var rig = await Rig.StartPlainAsync();
        await rig.OpNode.ReadHeadAsync();
        rig.Builder.Faults.On("engine_getPayload", Fault.Hang());
        var blockTime = TimeSpan.FromSeconds(blockSeconds);
        var clock = Stopwatch.StartNew();
        List<TimeSpan> lateness = [];

        // op-node: the build starts as soon as the last block is done, and is sealed 50 ms before its time.
        for (var number = 1; number <= 4; number++)
        {
            var due = number * blockTime;
            var left = due - TimeSpan.FromMilliseconds(50) - clock.Elapsed;
            var request = new BlockRequest { BuildTime = left > TimeSpan.Zero ? left : TimeSpan.Zero };
            (await rig.OpNode.MakeBlockAsync(request)).EnsureMade();
            lateness.Add(clock.Elapsed - due);
        }

        Assert.Equal(4, await rig.Gateway.BlocksAsync("local", "builder_timeout"));
        // A block may be late by what the builder was given; the next one must make up for it.
        Assert.InRange((lateness[^1] - lateness[0]).TotalMilliseconds, double.MinValue, SlackMs);
    }
}
