using System.Buffers;
using Sidecar.Gateway.Cluster.Redis;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class ChunkPoolTests
{
    private readonly ChunkPool _pool = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ChunkPool.ChunkBytes - 1)]
    [InlineData(ChunkPool.ChunkBytes)]
    public void Copy_AnyLength_IsAnArrayOfExactlyIt(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        var copy = _pool.Copy(new ReadOnlySequence<byte>(bytes));

        Assert.Equal(bytes, copy);
    }

    [Fact]
    public void Copy_AfterAReturn_UsesTheArrayAgain()
    {
        var first = _pool.Copy(new ReadOnlySequence<byte>(new byte[ChunkPool.ChunkBytes]));
        _pool.Return(first);
        var ones = Enumerable.Repeat((byte)1, ChunkPool.ChunkBytes).ToArray();

        var second = _pool.Copy(new ReadOnlySequence<byte>(ones));

        Assert.Same(first, second);
        Assert.Equal(ones, second);
    }

    [Fact]
    public void Copy_WithoutAReturn_NeverSharesAnArray()
    {
        var chunk = new ReadOnlySequence<byte>(new byte[ChunkPool.ChunkBytes]);

        var copies = Enumerable.Range(0, 100).Select(_ => _pool.Copy(chunk)).ToList();

        Assert.Equal(100, copies.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Return_MoreThanItKeeps_LetsTheRestGo()
    {
        var chunk = new ReadOnlySequence<byte>(new byte[ChunkPool.ChunkBytes]);
        var copies = Enumerable.Range(0, 100).Select(_ => _pool.Copy(chunk)).ToList();
        copies.ForEach(_pool.Return);

        var again = Enumerable.Range(0, 100).Select(_ => _pool.Copy(chunk)).ToList();

        Assert.Equal(16, again.Count(array => copies.Contains(array, ReferenceEqualityComparer.Instance)));
    }
}
