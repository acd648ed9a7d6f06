using Sidecar.Contracts.Blocks;
using Sidecar.Grains.Blocks;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Blocks;

public sealed class BlockPagesTests
{
    private readonly BlockPageGrainOptions _options = new() { BlocksMax = 3 };

    [Fact]
    public void Add_NewBlocks_AreKeptInTheirOrder()
    {
        var state = BlockPages.Add(new(), [Block(1), Block(2)], _options);

        Assert.Equal([Block(1), Block(2)], state.Blocks);
    }

    [Fact]
    public void Add_TheSameAgain_ChangesNothing()
    {
        var before = BlockPages.Add(new(), [Block(1)], _options);

        Assert.Same(before, BlockPages.Add(before, [Block(1)], _options));
    }

    [Fact]
    public void Add_MoreIsKnownOfABlock_ReplacesIt()
    {
        var before = BlockPages.Add(new(), [Block(1), Block(2)], _options);
        var known = Block(1) with { Local = new BlockSide(3, 63_000) };

        Assert.Equal([known, Block(2)], BlockPages.Add(before, [known], _options).Blocks);
    }

    [Fact]
    public void Add_SameBlockByAnotherGateway_IsAnotherEntry()
    {
        var state = BlockPages.Add(new(), [Block(1), Block(1, "b")], _options);

        Assert.Equal(["a", "b"], state.Blocks.Select(block => block.GatewayId));
    }

    [Fact]
    public void Add_MoreThanAreKept_ForgetsTheOldest()
    {
        var state = BlockPages.Add(new(), [Block(1), Block(2), Block(3), Block(4)], _options);

        Assert.Equal([2UL, 3, 4], state.Blocks.Select(block => block.Number));
    }
}
