using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class BuilderLaneAttributesTests
{
    [Fact]
    public async Task Attributes_OthersHangAndWait_AreSentAtOnce()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(1));
        await host.ExpectAsync(0, "block 1");
        _ = host.Lane.Add(LaneCalls.Block(2));
        _ = host.Lane.Add(LaneCalls.Block(3));

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(50));

        Assert.Equal(["block 1", "attributes 50"], host.Sent);
        Assert.Equal(2, host.Lane.Count);
    }

    [Fact]
    public async Task Attributes_Sent_AreTheCallersBytes()
    {
        await using var host = new LaneHost();

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(5));

        var call = await host.ExpectAsync(0, "attributes 5");
        Assert.Equal("attributes 5", call.Text);
        Assert.True(call.Request.RetryOnce);
        Assert.Equal(host.Options.CallTimeout, call.Request.Deadline.Remaining);
    }

    [Fact]
    public async Task Attributes_TheirBlockWaits_TakeItAlongAndWaitForItOnly()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(100));
        await host.ExpectAsync(0, "block 100");
        _ = host.Lane.Add(LaneCalls.Block(60));
        _ = host.Lane.Add(LaneCalls.Block(7));

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));
        var block = await host.ExpectAsync(1, "block 7");
        var sentBefore = host.Sent.Count;
        block.Reply(LaneCalls.Status("VALID"));

        await host.ExpectAsync(2, "attributes 7");
        Assert.Equal(2, sentBefore);
        Assert.Equal(1, host.Lane.Count);
    }

    [Fact]
    public async Task Attributes_TheirBlockIsOnTheWire_WaitForIt()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(7));
        var block = await host.ExpectAsync(0, "block 7");

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));
        var sentBefore = host.Sent.Count;
        block.Reply(LaneCalls.Status("VALID"));

        await host.ExpectAsync(1, "attributes 7");
        Assert.Equal(1, sentBefore);
    }

    [Fact]
    public async Task Attributes_TheirBlocksAncestorsWaitToo_TakeThemAlongInOrder()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(4));
        var onTheWire = await host.ExpectAsync(0, "block 4");
        _ = host.Lane.Add(LaneCalls.Block(5));
        _ = host.Lane.Add(LaneCalls.Block(60));
        _ = host.Lane.Add(LaneCalls.Block(6));
        _ = host.Lane.Add(LaneCalls.Block(7));

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));
        var sentBefore = host.Sent.Count;
        host.Builder.Respond = _ => LaneCalls.Status("VALID");
        onTheWire.Reply(LaneCalls.Status("VALID"));
        await host.Builder.CallAsync(5);

        Assert.Equal(1, sentBefore);
        Assert.Equal(
            ["block 4", "block 5", "block 6", "block 7", "attributes 7"], host.Sent.Where(name => name != "block 60"));
    }

    [Fact]
    public async Task Attributes_TheirBlockNeverAnswered_AreOverAtTheDeadline()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(7));
        await host.ExpectAsync(0, "block 7");

        var reply = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));
        host.Time.Advance(host.Options.CallTimeout);

        Assert.Equal(UpstreamFailure.TimedOut, (await reply.WaitAsync(Patience.Default)).Failure);
    }

    [Fact]
    public async Task Attributes_AHeadWaits_ReplaceIt()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(1));
        await host.ExpectAsync(0, "block 1");
        var head = host.Lane.Add(LaneCalls.Head(1));

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(50));
        await head.WaitAsync(Patience.Default);

        Assert.Equal(["block 1", "attributes 50"], host.Sent);
        Assert.Equal(1, host.Dropped("superseded"));
    }

    [Fact]
    public async Task Head_AddedAfterAttributes_IsSentAfterThem()
    {
        await using var host = await LaneHost.StartAsync();
        var reply = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));
        _ = host.Lane.Add(LaneCalls.Block(8));
        _ = host.Lane.Add(LaneCalls.Head(8));
        (await host.ExpectAsync(1, "block 8")).Reply(LaneCalls.Status("VALID"));
        await host.UntilTakenAsync();
        var sentBefore = host.Sent.Count;

        (await host.ExpectAsync(0, "attributes 7")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        await reply;

        await host.ExpectAsync(2, "head 8");
        Assert.Equal(2, sentBefore);
    }

    [Fact]
    public async Task Head_HeldBehindAttributesWhenNewerOnesGoOut_IsNotSentAfterThose()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(1));
        var first = await host.ExpectAsync(0, "attributes 1");
        _ = host.Lane.Add(LaneCalls.Head(2));
        await host.UntilTakenAsync();

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(3));
        (await host.ExpectAsync(1, "attributes 3")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        first.Reply(LaneCalls.ForkchoiceStatus("VALID"));
        _ = host.Lane.Add(LaneCalls.Block(9));

        await host.ExpectAsync(2, "block 9");
    }

    [Fact]
    public async Task Attributes_TheirBlockIsBeingSentForEarlierOnes_WaitForIt()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(100));
        await host.ExpectAsync(0, "block 100");
        _ = host.Lane.Add(LaneCalls.Block(7));
        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7, "a"));
        await host.ExpectAsync(1, "block 7");

        _ = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7, "b"));

        Assert.Equal(["block 100", "block 7"], host.Sent);
    }

    [Theory]
    [InlineData("VALID", BuilderSyncState.Synced)]
    [InlineData("SYNCING", BuilderSyncState.Syncing)]
    public async Task Attributes_Answered_TellWhereTheBuilderStands(string status, object state)
    {
        await using var host = new LaneHost();
        var reply = host.Lane.SendAttributesAsync(LaneCalls.Attributes(7));

        (await host.ExpectAsync(0, "attributes 7")).Reply(LaneCalls.ForkchoiceStatus(status));
        using var answered = await reply;

        Assert.Equal(state, host.Sync.State);
        Assert.NotEqual(PayloadStatus.Unknown, Sidecar.Gateway.Engine.StatusAnswer.Read(answered.Bytes).Status);
    }
}
