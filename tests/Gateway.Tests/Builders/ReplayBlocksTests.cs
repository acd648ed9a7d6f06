using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class ReplayBlocksTests
{
    [Fact]
    public void Between_RememberedChain_IsItOldestFirst()
    {
        using var blocks = Remember(new ReplayBlocks(10, 1000), 3, 4, 5, 6);

        Assert.Equal([4ul, 5, 6], Numbers(blocks, 3, 6));
        Assert.Equal([5ul], Numbers(blocks, 4, 5));
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(1, 6)]
    [InlineData(3, 7)]
    [InlineData(6, 4)]
    public void Between_NothingMissingOrSomethingNotRemembered_IsEmpty(int known, int head)
    {
        using var blocks = Remember(new ReplayBlocks(10, 1000), 3, 4, 5, 6);

        Assert.Empty(blocks.Between(Sample.Hash(known), Sample.Hash(head)));
    }

    [Fact]
    public void Between_BlockThatIsItsOwnAncestor_IsEmpty()
    {
        using var blocks = new ReplayBlocks(10, 1000);
        blocks.Add(LaneCalls.Block(5, parent: 6));
        blocks.Add(LaneCalls.Block(6, parent: 5));

        Assert.Empty(blocks.Between(Sample.Hash(1), Sample.Hash(6)));
    }

    [Fact]
    public void Between_Chain_HasLeasesOfItsOwn()
    {
        using var blocks = Remember(new ReplayBlocks(10, 1000), 4);

        var chain = blocks.Between(Sample.Hash(3), Sample.Hash(4));
        blocks.Dispose();

        Assert.Equal("block 4", chain[0].Request.Text());
        Assert.False(chain[0].Lease.Bytes.IsEmpty);
    }

    [Fact]
    public void Add_MoreThanTheLimit_ForgetsTheOldestAndLetsGoOfIt()
    {
        using var blocks = new ReplayBlocks(3, 1000);
        var oldest = LaneCalls.Block(1);
        blocks.Add(oldest);

        Remember(blocks, 2, 3, 4);

        Assert.True(oldest.Lease.Bytes.IsEmpty);
        Assert.Equal([2ul, 3, 4], Numbers(blocks, 1, 4));
        Assert.Empty(blocks.Between(Sample.Hash(0), Sample.Hash(4)));
    }

    [Fact]
    public void Add_MoreBytesThanTheLimit_ForgetsTheOldest()
    {
        using var blocks = new ReplayBlocks(100, 100);

        Enumerable.Range(1, 5).ToList().ForEach(number => blocks.Add(LaneCalls.Block(number, bytes: 40)));

        Assert.Equal([4ul, 5], Numbers(blocks, 3, 5));
        Assert.Empty(blocks.Between(Sample.Hash(2), Sample.Hash(5)));
    }

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(10, 0)]
    public void Add_NothingMayBeRemembered_RemembersNothing(int countMax, long bytesMax)
    {
        using var blocks = Remember(new ReplayBlocks(countMax, bytesMax), 1, 2);

        Assert.Empty(blocks.Between(Sample.Hash(1), Sample.Hash(2)));
    }

    [Fact]
    public void Add_SameBlockTwice_KeepsTheFirstAndLetsGoOfTheSecond()
    {
        using var blocks = new ReplayBlocks(10, 1000);
        var (first, second) = (LaneCalls.Block(4), LaneCalls.Block(4));

        blocks.Add(first);
        blocks.Add(second);

        Assert.False(first.Lease.Bytes.IsEmpty);
        Assert.True(second.Lease.Bytes.IsEmpty);
    }

    private static ReplayBlocks Remember(ReplayBlocks blocks, params int[] numbers)
    {
        Array.ForEach(numbers, number => blocks.Add(LaneCalls.Block(number)));
        return blocks;
    }

    private static List<ulong> Numbers(ReplayBlocks blocks, int known, int head) =>
        [.. blocks.Between(Sample.Hash(known), Sample.Hash(head)).Select(call => call.Parameters.BlockNumber)];
}
