using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class LaneQueueTests
{
    private const int LengthMax = 5;
    private const long BytesMax = 100;

    [Fact]
    public void Queue_AnySteps_BehavesAsItsModel()
    {
        // Positive: a block of that many bytes; zero: a head; negative: take one.
        var steps = Gen.Frequency(
            (5, Gen.Choose(10, 60)), (3, Gen.Constant(0)), (3, Gen.Constant(-1))).ArrayOf();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(steps.ToArbitrary(), drawn =>
        {
            var queue = new LaneQueue(LengthMax, BytesMax);
            var model = new List<LaneItem>();
            for (var i = 0; i < drawn.Length; i++)
            {
                if (drawn[i] < 0)
                {
                    var expected = model.FirstOrDefault();
                    model.Remove(expected!);
                    Assert.Same(expected, queue.Take(static _ => true));
                }
                else
                {
                    var item = drawn[i] == 0 ? Head(i) : Block(i, bytes: drawn[i]);
                    Assert.Equal(AddToModel(model, item), queue.Add(item));
                }

                Assert.Equal(model.Count, queue.Count);
                Assert.Equal(model.Sum(item => item.Length), queue.Bytes);
                Assert.All(model, item => Assert.False(item.Done.IsCompleted));
            }

            return true;
        }));
    }

    [Fact]
    public void Take_FirstMayNotGo_TakesTheNextThatMay()
    {
        var queue = new LaneQueue(LengthMax, BytesMax);
        var (head, block) = (Head(1), Block(2));
        queue.Add(head);
        queue.Add(block);

        Assert.Same(block, queue.Take(item => item.Forkchoice is null));
        Assert.Null(queue.Take(item => item.Forkchoice is null));
        Assert.Same(head, queue.Take(_ => true));
        Assert.Equal(0, queue.Bytes);
    }

    [Fact]
    public void TakeChain_BlockWithAncestorsAmongOthers_TakesThemOldestFirst()
    {
        var queue = new LaneQueue(10, 1000);
        foreach (var number in new[] { 4, 5, 80, 6, 7 })
        {
            queue.Add(Block(number));
        }

        var chain = queue.TakeChain(Sample.Hash(6));

        Assert.Equal([4ul, 5, 6], chain.Select(item => item.NewPayload!.Parameters.BlockNumber));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void TakeChain_BlockDoesNotWait_TakesNothing()
    {
        var queue = new LaneQueue(10, 1000);
        queue.Add(Block(4));

        Assert.Empty(queue.TakeChain(Sample.Hash(5)));
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Add_CallOverTheByteLimitAlone_StaysAlone()
    {
        var queue = new LaneQueue(LengthMax, BytesMax);
        queue.Add(Block(1));

        var drops = queue.Add(Block(2, bytes: 500));

        Assert.Equal(new LaneDrops(0, 1), drops);
        Assert.Equal(1, queue.Count);
        Assert.Equal(500, queue.Bytes);
    }

    [Fact]
    public void RemoveForkchoice_HeadWaits_EndsIt()
    {
        var queue = new LaneQueue(LengthMax, BytesMax);
        var head = Head(1);
        queue.Add(head);

        Assert.Equal(1, queue.RemoveForkchoice(null));
        Assert.Equal(0, queue.RemoveForkchoice(null));
        Assert.True(head.Done.IsCompleted);
        Assert.Equal(0, queue.Bytes);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void Add_HeadOverAWaitingHead_TakesItsReplayOver(bool isOldReplay, bool isNewReplay, bool isReplay)
    {
        var queue = new LaneQueue(LengthMax, BytesMax);
        queue.Add(new LaneItem(null, LaneCalls.Head(1), 0, isOldReplay));
        var newest = new LaneItem(null, LaneCalls.Head(2), 0, isNewReplay);

        queue.Add(newest);

        Assert.Equal(isReplay, newest.IsReplay);
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void Item_Disposed_LetsGoOfItsBytesAndEndsOnce()
    {
        var call = LaneCalls.Block(1);
        var item = new LaneItem(call, null, 0, false);
        var request = item.ToRequest().Body.Text();

        item.Dispose();
        item.Dispose();

        Assert.Equal("block 1", request);
        Assert.True(item.Done.IsCompleted);
        Assert.True(call.Lease.Bytes.IsEmpty);
        Assert.Equal(7, item.Length);
    }

    private static LaneItem Block(int number, int bytes = 0) =>
        new(LaneCalls.Block(number, bytes: bytes), null, 0, false);

    private static LaneItem Head(int number) => new(null, LaneCalls.Head(number), 0, false);

    /// <summary>The queue's rules in the plainest words.</summary>
    private static LaneDrops AddToModel(List<LaneItem> model, LaneItem item)
    {
        var superseded = item.Forkchoice is null ? 0 : model.RemoveAll(waiting => waiting.Forkchoice is not null);
        model.Add(item);
        var full = 0;
        while (model.Count > 1 && (model.Count > LengthMax || model.Sum(waiting => waiting.Length) > BytesMax))
        {
            model.RemoveAt(0);
            full++;
        }

        return new LaneDrops(superseded, full);
    }
}
