using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class UnfinishedBlockTests
{
    private static readonly TimeSpan BuildAgeMax = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HeadAgeMax = TimeSpan.FromSeconds(1);
    private static readonly BlockHash Hash = new(1, 2, 3, 4);

    private readonly ManualTimeProvider _time = new();
    private readonly UnfinishedBlock _unfinished;

    public UnfinishedBlockTests() => _unfinished = new UnfinishedBlock(_time);

    [Fact]
    public async Task Wait_NothingWasBegun_EndsAtOnce()
    {
        var waiting = WaitAsync();

        Assert.True(waiting.IsCompleted);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Wait_BlockOnItsWay_EndsWhenItIsTheHead()
    {
        var build = NewBuild(1);
        _unfinished.Began(build);
        var waiting = WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(2));
        Answer(build);
        var endedWithTheAnswer = waiting.IsCompleted;
        _unfinished.HeadIs(Hash);

        Assert.False(endedWithTheAnswer);
        Assert.True(await waiting.WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Wait_BlockNeverAskedFor_EndsWhenTheBuildIsOld()
    {
        _unfinished.Began(NewBuild(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = WaitAsync();

        _time.Advance(TimeSpan.FromSeconds(1.9));
        var endedEarly = waiting.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(endedEarly);
        Assert.False(await waiting.WaitAsync(Patience.Default));
        Assert.True(_unfinished.IsBeingBuilt);
    }

    [Fact]
    public async Task Wait_BuildIsLongForgotten_EndsAtOnce()
    {
        _unfinished.Began(NewBuild(1));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await WaitAsync().WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Wait_AnsweredBlockNeverBecomesTheHead_EndsAfterAMoment()
    {
        var build = NewBuild(1);
        _unfinished.Began(build);
        Answer(build);
        _unfinished.HeadIs(new BlockHash(9, 9, 9, 9));
        var waiting = WaitAsync();

        _time.Advance(HeadAgeMax);

        Assert.False(await waiting.WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Wait_BuildsFollowEachOther_EndsAllTheSame()
    {
        _unfinished.Began(NewBuild(0));
        var waiting = WaitAsync();

        for (var number = 1; number <= 4 && !waiting.IsCompleted; number++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _unfinished.Began(NewBuild(number));
        }

        Assert.False(await waiting.WaitAsync(Patience.Default));
    }

    [Fact]
    public async Task Wait_NobodyHadABlock_EndsWithTheAnswer()
    {
        var build = NewBuild(1);
        _unfinished.Began(build);
        var waiting = WaitAsync();

        _unfinished.Answered(build);

        Assert.True(await waiting.WaitAsync(Patience.Default));
    }

    [Fact]
    public void Answered_AnOlderBuild_LeavesTheNewest()
    {
        var (older, newest) = (NewBuild(1), NewBuild(2));
        _unfinished.Began(older);
        _unfinished.Began(newest);

        Answer(older);

        Assert.True(_unfinished.IsBeingBuilt);
    }

    private static Build NewBuild(int number) =>
        new(new BuildDigest(1, (ulong)number), BlockHash.Zero, new PayloadAttributes());

    private Task<bool> WaitAsync() => _unfinished.WaitAsync(BuildAgeMax, HeadAgeMax, CancellationToken.None);

    private void Answer(Build build)
    {
        build.Decision = new Decision(PayloadSource.Local, FallbackReason.None, Hash, 1, 0, 0, 4);
        _unfinished.Answered(build);
    }
}
