using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class BuilderLaneTests
{
    [Fact]
    public async Task Head_AfterItsBlock_IsSentWhenTheBlockIsAnswered()
    {
        await using var host = await LaneHost.StartAsync();

        _ = host.Lane.Add(LaneCalls.Block(1));
        _ = host.Lane.Add(LaneCalls.Head(1));
        var block = await host.ExpectAsync(0, "block 1");
        var sentBefore = host.Sent.Count;
        block.Reply(LaneCalls.Status("VALID"));
        await host.ExpectAsync(1, "head 1");

        Assert.Equal(1, sentBefore);
    }

    [Fact]
    public async Task Block_AddedWhileACallIsAnswered_HasItsPlaceAndIsSentWhenThatIsOver()
    {
        await using var host = await LaneHost.StartAsync();

        AddAndAnswer(host.Lane);

        await host.ExpectAsync(0, "block 1");

        static void AddAndAnswer(BuilderLane lane)
        {
            AfterAnswer.Begin();
            _ = lane.Add(LaneCalls.Block(1));
            var (count, hasWork) = (lane.Count, AfterAnswer.HasWork);
            AfterAnswer.DoNow();
            Assert.Equal((1, true), (count, hasWork));
        }
    }

    [Fact]
    public async Task Block_AddedWhileACallIsAnsweredAndAnotherByAnotherThread_GoFirstThingFirst()
    {
        await using var host = await LaneHost.StartAsync();

        AddWithoutWaking(host.Lane, 1);
        _ = host.Lane.Add(LaneCalls.Block(2));

        (await host.ExpectAsync(0, "block 1")).Reply(LaneCalls.Status("VALID"));
        await host.ExpectAsync(1, "block 2");

        static void AddWithoutWaking(BuilderLane lane, int number)
        {
            var caller = new Thread(() =>
            {
                AfterAnswer.Begin();
                _ = lane.Add(LaneCalls.Block(number));
            });
            caller.Start();
            caller.Join();
        }
    }

    [Fact]
    public async Task Head_Sent_IsTheCallersStateWithoutAttributes()
    {
        await using var host = await LaneHost.StartAsync();

        _ = host.Lane.Add(LaneCalls.Head(1));
        var call = await host.ExpectAsync(0, "head 1");

        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"method":"engine_forkchoiceUpdatedV3","params":["head 1",null]}""", call.Text);
        Assert.Equal(UpstreamMethod.ForkchoiceUpdated, call.Request.Method);
    }

    [Fact]
    public async Task Heads_AStormWhileACallIsOnTheWire_AreOneCallWithTheNewest()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(1));
        var block = await host.ExpectAsync(0, "block 1");

        var added = Enumerable.Range(1, 1000).Select(number => host.Lane.Add(LaneCalls.Head(number))).ToList();
        block.Reply(LaneCalls.Status("VALID"));
        (await host.ExpectAsync(1, "head 1000")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        await Task.WhenAll(added).WaitAsync(Patience.Default);

        Assert.Equal(["block 1", "head 1000"], host.Sent);
        Assert.Equal(999, host.Dropped("superseded"));
        Assert.Equal(0, host.Lane.Count);
    }

    [Fact]
    public async Task Calls_QueuedAgainAfterTheLaneWasEmpty_AreSent()
    {
        await using var host = await LaneHost.StartAsync();

        for (var number = 1; number <= 20; number++)
        {
            var done = host.Lane.Add(LaneCalls.Block(number));
            (await host.ExpectAsync(number - 1, $"block {number}")).Reply(LaneCalls.Status("VALID"));
            await done.WaitAsync(Patience.Default);
        }

        Assert.Equal(0, host.Lane.Bytes);
    }

    [Fact]
    public async Task Block_BuilderHangs_EndsWithTheCallTimeoutAndTheNextIsSent()
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(1));
        _ = host.Lane.Add(LaneCalls.Block(2));
        await host.ExpectAsync(0, "block 1");

        host.Time.Advance(host.Options.CallTimeout);

        await host.ExpectAsync(1, "block 2");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"result\":{\"\\ud800\":1}}")]
    [InlineData("{\"result\":{\"status\":\"\\ud800\"}}")]
    [InlineData("[]")]
    public async Task Block_AnsweredWithNonsense_DoesNotStopTheLane(string nonsense)
    {
        await using var host = await LaneHost.StartAsync();
        _ = host.Lane.Add(LaneCalls.Block(1));
        _ = host.Lane.Add(LaneCalls.Block(2));

        (await host.ExpectAsync(0, "block 1")).Reply(nonsense);

        await host.ExpectAsync(1, "block 2");
        Assert.Equal(BuilderSyncState.Unknown, host.Sync.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_BuilderIsAway_AreDropped(bool isUnreachable)
    {
        await using var host = await LaneHost.StartAsync();
        MakeAway(host.Sync, isUnreachable);

        await host.Lane.Add(LaneCalls.Block(1)).WaitAsync(Patience.Default);
        await host.Lane.Add(LaneCalls.Head(1)).WaitAsync(Patience.Default);

        Assert.Empty(host.Sent);
        Assert.Equal(2, host.Dropped("gated"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replay_BuilderIsAway_PassesAndSurvivesANewerHead(bool isUnreachable)
    {
        await using var host = await LaneHost.StartAsync();
        MakeAway(host.Sync, isUnreachable);
        _ = host.Lane.Add(LaneCalls.Block(1), isReplay: true);
        var block = await host.ExpectAsync(0, "block 1");

        var replayed = host.Lane.Add(LaneCalls.Head(1), isReplay: true);
        _ = host.Lane.Add(LaneCalls.Head(2));
        block.Reply(LaneCalls.Status("VALID"));

        await host.ExpectAsync(1, "head 2");
        await replayed.WaitAsync(Patience.Default);
    }

    [Fact]
    public async Task Calls_TooOld_AreDropped()
    {
        await using var host = await LaneHost.StartAsync(
            new BoostSyncOptions { CallTimeout = TimeSpan.FromSeconds(30), AgeMax = TimeSpan.FromSeconds(10) });
        _ = host.Lane.Add(LaneCalls.Block(1));
        var first = await host.ExpectAsync(0, "block 1");
        var old = host.Lane.Add(LaneCalls.Block(2));
        host.Time.Advance(TimeSpan.FromSeconds(11));
        _ = host.Lane.Add(LaneCalls.Block(3));

        first.Reply(LaneCalls.Status("VALID"));
        await old.WaitAsync(Patience.Default);
        await host.ExpectAsync(1, "block 3");

        Assert.Equal(1, host.Dropped("aged"));
    }

    [Fact]
    public async Task Calls_MoreThanTheLimit_DropTheOldest()
    {
        await using var host = await LaneHost.StartAsync(new BoostSyncOptions { QueueLengthMax = 4 });
        _ = host.Lane.Add(LaneCalls.Block(1));
        var first = await host.ExpectAsync(0, "block 1");

        var added = Enumerable.Range(2, 6).Select(number => host.Lane.Add(LaneCalls.Block(number))).ToList();
        var count = host.Lane.Count;
        first.Reply(LaneCalls.Status("VALID"));

        Assert.Equal(4, count);
        Assert.Equal(2, host.Dropped("full"));
        await Task.WhenAll(added[..2]).WaitAsync(Patience.Default);
        await host.ExpectAsync(1, "block 4");
    }

    [Fact]
    public async Task Head_SameAsTheLastOne_WaitsForItsIntervalAndANewOneDoesNot()
    {
        await using var host = await LaneHost.StartAsync();
        var first = host.Lane.Add(LaneCalls.Head(1));
        (await host.ExpectAsync(0, "head 1")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        await first.WaitAsync(Patience.Default);

        _ = host.Lane.Add(LaneCalls.Head(1));
        _ = host.Lane.Add(LaneCalls.Block(2));
        (await host.ExpectAsync(1, "block 2")).Reply(LaneCalls.Status("VALID"));
        await host.Time.WaitForTimersAsync();
        host.Time.Advance(host.Options.SameHeadInterval);
        (await host.ExpectAsync(2, "head 1")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        _ = host.Lane.Add(LaneCalls.Head(2));

        await host.ExpectAsync(3, "head 2");
    }

    [Fact]
    public async Task Head_HeldForLessThanAMillisecond_IsWaitedForAndNotAskedForOverAndOver()
    {
        await using var host = await LaneHost.StartAsync();
        var first = host.Lane.Add(LaneCalls.Head(1));
        (await host.ExpectAsync(0, "head 1")).Reply(LaneCalls.ForkchoiceStatus("VALID"));
        await first.WaitAsync(Patience.Default);

        host.Time.Advance(host.Options.SameHeadInterval - TimeSpan.FromMicroseconds(300));
        _ = host.Lane.Add(LaneCalls.Head(1));
        await host.Time.WaitForNextDueAsync(TimeSpan.FromMilliseconds(1));
        host.Time.Advance(TimeSpan.FromMilliseconds(1));

        await host.ExpectAsync(1, "head 1");
    }

    [Theory]
    [InlineData("VALID", BuilderSyncState.Synced)]
    [InlineData("SYNCING", BuilderSyncState.Syncing)]
    [InlineData("INVALID", BuilderSyncState.Syncing)]
    [InlineData("ODD", BuilderSyncState.Unknown)]
    public async Task Head_Answered_TellsWhereTheBuilderStands(string status, object state)
    {
        await using var host = await LaneHost.StartAsync();
        var done = host.Lane.Add(LaneCalls.Head(1));

        (await host.ExpectAsync(0, "head 1")).Reply(LaneCalls.ForkchoiceStatus(status));
        await done.WaitAsync(Patience.Default);

        Assert.Equal(state, host.Sync.State);
    }

    [Theory]
    [InlineData(UpstreamFailure.Unreachable, BuilderSyncState.Unreachable)]
    [InlineData(UpstreamFailure.TimedOut, BuilderSyncState.Unknown)]
    public async Task Block_NotAnswered_TellsWhetherTheBuilderIsThere(object failure, object state)
    {
        await using var host = await LaneHost.StartAsync();
        var done = host.Lane.Add(LaneCalls.Block(1));

        (await host.ExpectAsync(0, "block 1")).Fail((UpstreamFailure)failure);
        await done.WaitAsync(Patience.Default);

        Assert.Equal(state, host.Sync.State);
    }

    private static void MakeAway(BuilderSync sync, bool isUnreachable)
    {
        if (isUnreachable)
        {
            sync.ConnectionFailed();
        }
        else
        {
            sync.ForkchoiceAnswered(Sidecar.Contracts.PayloadStatus.Syncing);
        }
    }
}
