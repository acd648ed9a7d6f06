using Sidecar.Gateway.Hosting.Transport;

namespace Sidecar.Gateway.Tests.Hosting.Transport;

public sealed class BlockPoolTests : IDisposable
{
    private readonly BlockPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    public void Rent_AnySize_IsAWholeBlock(int size)
    {
        using var block = _pool.Rent(size);

        Assert.Equal(_pool.MaxBufferSize, block.Memory.Length);
    }

    [Fact]
    public void Rent_MoreThanABlock_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(_pool.MaxBufferSize + 1));

    [Fact]
    public void Rent_AfterAReturn_IsThatBlock()
    {
        var first = _pool.Rent();
        first.Memory.Span[0] = 42;
        first.Dispose();

        using var second = _pool.Rent();

        Assert.Equal(42, second.Memory.Span[0]);
    }

    [Fact]
    public void Dispose_Twice_GivesTheBlockBackOnce()
    {
        var block = _pool.Rent();
        block.Dispose();
        block.Dispose();

        using var one = _pool.Rent();
        using var other = _pool.Rent();

        Assert.False(one.Memory.Span.Overlaps(other.Memory.Span));
    }

    [Fact]
    public void Memory_AfterDispose_IsGone()
    {
        var block = _pool.Rent();
        block.Dispose();

        Assert.Throws<ObjectDisposedException>(() => block.Memory);
    }

    [Fact]
    public void Dispose_OverTheLimit_KeepsNoMore()
    {
        var blocks = Enumerable.Range(0, BlockPool.KeptMax + 1).Select(_ => _pool.Rent()).ToList();

        blocks.ForEach(block => block.Dispose());

        Assert.Equal(BlockPool.KeptMax, _pool.Kept);
    }

    [Fact]
    public void Create_ForEachListener_IsTheSamePool() => Assert.Same(_pool, _pool.Create());
}
