using Sidecar.Contracts.Blocks;
using Sidecar.Gateway.Blocks;
using static Sidecar.Gateway.Tests.Blocks.SampleBlocks;

namespace Sidecar.Gateway.Tests.Blocks;

public sealed class BlockLogTests
{
    private readonly BlockLog _log = new();
    private readonly List<BlockSummary> _told = [];

    public BlockLogTests() => _log.Changed += _told.Add;

    [Fact]
    public void Read_BlocksInAnyOrder_NewestIsFirst()
    {
        foreach (var number in (int[])[2, 1, 3])
        {
            _log.Add(Block(number));
        }

        Assert.Equal([3UL, 2, 1], _log.Read().Select(block => block.Number));
    }

    [Fact]
    public void Add_TheSameAgain_TellsNobody()
    {
        _log.Add(Block(1));

        Assert.False(_log.Add(Block(1) with { At = Start.AddHours(1) }));
        Assert.Single(_told);
    }

    [Fact]
    public void Add_MoreIsKnown_ReplacesItAndKeepsItsTime()
    {
        _log.Add(Block(1) with { Local = null });

        Assert.True(_log.Add(Block(1) with { At = Start.AddHours(1) }));
        Assert.Equal([Block(1)], _log.Read());
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public void Add_MoreThanAreKept_TheOldestGoWhereverTheyCameFrom()
    {
        foreach (var number in Enumerable.Range(1, BlockLog.BlocksMax + 5).Reverse())
        {
            _log.Add(Block(number));
        }

        var blocks = _log.Read();

        Assert.Equal(BlockLog.BlocksMax, blocks.Count);
        Assert.Equal(6UL, blocks[^1].Number);
        Assert.Equal(BlockLog.BlocksMax, _told.Count);
    }

    [Fact]
    public async Task Feed_NobodyTakes_DropsTheOldestAndNeverWaits()
    {
        var feed = new BlockFeed();
        foreach (var number in Enumerable.Range(1, BlockFeed.LengthMax + 1))
        {
            feed.Post(Block(number));
        }

        Assert.True(await feed.WaitAsync(CancellationToken.None));
        Assert.True(feed.TryTake(out var first));
        Assert.Equal(2UL, first!.Number);
    }
}
