using System.Buffers;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class PooledBodyTests
{
    [Fact]
    public void Complete_NothingWritten_IsEmpty()
    {
        using var lease = new PooledBody(0).Complete();

        Assert.True(lease.Bytes.IsEmpty);
        Assert.Equal(0, lease.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void Write_MoreOrLessThanHinted_KeepsEveryByte(long lengthHint)
    {
        var written = Bytes(100_000);
        var body = new PooledBody(lengthHint);

        body.Write(written);
        using var lease = body.Complete();

        Assert.Equal(written.Length, body.Length);
        Assert.Equal(written, lease.Bytes.ToArray());
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_100_000)]
    [InlineData(2_200_000)]
    [InlineData(10_500_000)]
    public void Capacity_LengthAsHinted_IsAtMostHalfAsMuchAgain(int length)
    {
        var body = new PooledBody(length);

        body.Write(Bytes(length));
        using var lease = body.Complete();

        Assert.Equal(length, lease.Length);
        Assert.InRange(body.Capacity, length, length * 3 / 2);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(128L * 1024 * 1024)]
    [InlineData(-5)]
    public void GetMemory_LyingLengthHint_CostsAtMostAMegabyte(long lengthHint)
    {
        var body = new PooledBody(lengthHint);

        var room = body.GetMemory().Length;
        body.Abandon();

        Assert.InRange(room, 1, 1024 * 1024);
    }

    [Fact]
    public void Write_FarMoreThanHinted_GrowsOverSegments()
    {
        var written = Bytes(3_000_000);
        var body = new PooledBody(10);

        body.Write(written);
        using var lease = body.Complete();

        Assert.False(lease.Bytes.IsSingleSegment);
        Assert.Equal(written, lease.Bytes.ToArray());
    }

    [Fact]
    public void Write_Sequence_KeepsEveryByte()
    {
        var written = Bytes(10_000);
        var body = new PooledBody(0);

        body.Write(Segmented.Bytewise(written));
        using var lease = body.Complete();

        Assert.Equal(written, lease.Bytes.ToArray());
    }

    [Fact]
    public void Length_AfterTheLease_IsStillKnown()
    {
        var lease = BodyLease.Copy("abc"u8);

        lease.Dispose();

        Assert.Equal(3, lease.Length);
        Assert.True(lease.Bytes.IsEmpty);
    }

    [Fact]
    public void Share_FirstHolderDone_KeepsTheBytes()
    {
        var first = BodyLease.Copy("abc"u8);
        using var second = first.Share();

        first.Dispose();
        PoisonPool();

        Assert.Equal("abc", second.Bytes.Text());
        Assert.True(first.Bytes.IsEmpty);
    }

    [Fact]
    public void Dispose_SameLeaseTwice_CountsOnce()
    {
        var first = BodyLease.Copy("abc"u8);
        using var second = first.Share();

        first.Dispose();
        first.Dispose();
        PoisonPool();

        Assert.Equal("abc", second.Bytes.Text());
    }

    [Theory]
    [InlineData("tru")]
    [InlineData("[1,nul")]
    public void Complete_LiteralCutShortWhereASegmentEnds_IsMalformedAndNotAnException(string end)
    {
        var body = new PooledBody(0);
        var room = body.GetMemory().Length;
        body.Write(System.Text.Encoding.ASCII.GetBytes(end.PadLeft(room)));
        _ = body.GetMemory(); // What a reader does to learn that there is no more.

        using var lease = body.Complete();

        Assert.True(lease.Bytes.IsSingleSegment);
        Assert.Equal(room, lease.Bytes.Length);
        Assert.Equal(JsonRpcReadFailure.Malformed, ReadText.Read(lease.Bytes).Failure);
    }

    [Fact]
    public void Share_AfterDispose_Throws()
    {
        var lease = BodyLease.Copy("abc"u8);
        lease.Dispose();

        Assert.Throws<ObjectDisposedException>(() => lease.Share());
    }

    [Fact]
    public async Task Share_ManyHoldersAtOnce_EachReadsTheSameBytes()
    {
        var written = Bytes(20_000);
        var body = new PooledBody(0);
        body.Write(written);
        var first = body.Complete();

        var holders = Enumerable.Range(0, 64).Select(_ => first.Share()).ToList();
        first.Dispose();
        var read = await Task.WhenAll(holders.Select(holder => Task.Run(() =>
        {
            var bytes = holder.Bytes.ToArray();
            holder.Dispose();
            holder.Dispose();
            return bytes;
        })));

        Assert.All(read, bytes => Assert.Equal(written, bytes));
    }

    /// <summary>Writes over whatever went back to the pool, so that a reader without a lease would see it.</summary>
    private static void PoisonPool()
    {
        var arrays = Enumerable.Range(0, 16).Select(_ => ArrayPool<byte>.Shared.Rent(4096)).ToList();
        arrays.ForEach(array => Array.Fill(array, (byte)0xee));
        arrays.ForEach(array => ArrayPool<byte>.Shared.Return(array));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 / 7))];
}
