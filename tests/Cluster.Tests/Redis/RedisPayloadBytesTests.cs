using System.Buffers;
using System.Globalization;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Cluster.Tests.Redis;

[Trait("Category", "Redis")]
public sealed class RedisPayloadBytesTests(RedisFixture redis) : IClassFixture<RedisFixture>, IAsyncLifetime
{
    private const int Chunk = ChunkPool.ChunkBytes;
    private const int Large = 1024 * 1024;

    private static int LastKey;

    private readonly PayloadKey _key = PayloadBytesHost.Key(Interlocked.Increment(ref LastKey));
    private PayloadBytesHost _host = null!;

    private string Name => PayloadBytesHost.NameOf(_key);

    public async Task InitializeAsync() => _host = await PayloadBytesHost.ConnectAsync(redis.Server.Endpoint);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData((8 * Chunk) - 1)]
    [InlineData(8 * Chunk)]
    [InlineData((9 * Chunk) + 1)]
    [InlineData(Large)]
    [InlineData((5 * Large) + 12345)]
    public async Task Read_WrittenAnyLength_IsWhatWasWritten(int length)
    {
        var bytes = RandomBytes(length);

        Assert.True(await _host.Bytes.WriteAsync(_key, new ReadOnlySequence<byte>(bytes), CancellationToken.None));
        await using var other = await PayloadBytesHost.ConnectAsync(redis.Server.Endpoint);
        using var read = await other.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.True(read!.Bytes.ToArray().AsSpan().SequenceEqual(bytes));
        Assert.Equal(1, other.Meters.Count("sidecar.payload.reads found"));
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.writes ok"));
    }

    [Fact]
    public async Task Read_WrittenFromSeveralSegments_IsWhatWasWritten()
    {
        var bytes = RandomBytes((3 * Large) + 1);
        var body = new PooledBody(0);
        body.Write(bytes);
        using var lease = body.Complete();

        // A slice, as a result is one of its answer: no chunk begins where a segment does.
        await _host.Bytes.WriteAsync(_key, lease.Bytes.Slice(7), CancellationToken.None);
        using var read = await _host.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.False(lease.Bytes.IsSingleSegment);
        Assert.True(read!.Bytes.ToArray().AsSpan().SequenceEqual(bytes.AsSpan(7)));
    }

    [Fact]
    public async Task Write_SeenByRedis_IsWhatTheDocumentSays()
    {
        await WriteAsync(RandomBytes((2 * Chunk) + 10));

        Assert.Equal(["0", "1", "2", "crc32c", "length"], (await redis.Server.AskAsync("HKEYS", Name)).Order());
        Assert.Equal(["65536"], await redis.Server.AskAsync("HSTRLEN", Name, "1"));
        Assert.Equal(["10"], await redis.Server.AskAsync("HSTRLEN", Name, "2"));
        Assert.Equal(["131082"], await redis.Server.AskAsync("HGET", Name, "length"));
        var left = int.Parse((await redis.Server.AskAsync("PTTL", Name))[0], CultureInfo.InvariantCulture);
        Assert.InRange(left, 60_000, (int)PayloadBytesHost.Cluster.PayloadAgeMax.TotalMilliseconds);
    }

    [Fact]
    public async Task Write_Again_ReplacesAndRenewsTheExpiry()
    {
        await WriteAsync(RandomBytes(3 * Chunk));
        await redis.Server.AskAsync("PEXPIRE", Name, "30000");
        var bytes = RandomBytes(Chunk + 1);

        await WriteAsync(bytes);
        using var read = await _host.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.Equal(bytes, read!.Bytes.ToArray());
        var left = int.Parse((await redis.Server.AskAsync("PTTL", Name))[0], CultureInfo.InvariantCulture);
        Assert.InRange(left, 60_000, 120_000);
    }

    [Fact]
    public async Task Write_CanceledHalfWay_IsNotReadAndExpires()
    {
        using var half = new CancellationTokenSource();
        var bytes = InterruptedBytes.Create(RandomBytes(3 * Chunk), RandomBytes(Chunk), half);

        Assert.False(await _host.Bytes.WriteAsync(_key, bytes, half.Token));
        await Polling.UntilAsync(
            async () => (await redis.Server.AskAsync("EXISTS", Name))[0] == "1");
        Assert.Null(await _host.Bytes.ReadAsync(_key, CancellationToken.None));
        Assert.NotEqual(["-1"], await redis.Server.AskAsync("PTTL", Name));
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.writes failed"));
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.reads absent"));
    }

    [Theory]
    [InlineData("a chunk is missing", "HDEL", "1")]
    [InlineData("the last chunk is missing", "HDEL", "2")]
    [InlineData("a chunk is short", "HSET", "0", "short")]
    [InlineData("the last chunk is long", "HSET", "2", "longer than ten")]
    [InlineData("the last chunk is another", "HSET", "2", "0123456789")]
    [InlineData("the length is another", "HSET", "length", "131081")]
    [InlineData("the length is no number", "HSET", "length", "many")]
    [InlineData("the length is negative", "HSET", "length", "-1")]
    [InlineData("the checksum is another", "HSET", "crc32c", "1")]
    [InlineData("the checksum is missing", "HDEL", "crc32c")]
    public async Task Read_Torn_IsNothingAndCounted(string what, params string[] change)
    {
        await WriteAsync(RandomBytes((2 * Chunk) + 10));
        await redis.Server.AskAsync([change[0], Name, .. change[1..]]);

        var read = await _host.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.True(read is null, what);
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.reads torn"));
    }

    [Fact]
    public async Task Read_MixedFromTwoWriters_IsNothing()
    {
        var other = PayloadBytesHost.Key(Interlocked.Increment(ref LastKey));
        await WriteAsync(RandomBytes(3 * Chunk));
        await _host.Bytes.WriteAsync(other, new ReadOnlySequence<byte>(RandomBytes(3 * Chunk)), CancellationToken.None);

        // Every chunk has the right length: only the checksum tells.
        const string Copy = "return redis.call('HSET', KEYS[1], '1', redis.call('HGET', KEYS[2], '1'))";
        await redis.Server.AskAsync("EVAL", Copy, "2", Name, PayloadBytesHost.NameOf(other));

        Assert.Null(await _host.Bytes.ReadAsync(_key, CancellationToken.None));
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.reads torn"));
    }

    [Fact]
    public async Task Read_WithoutLength_IsAbsent()
    {
        await WriteAsync(RandomBytes(10));
        await redis.Server.AskAsync("HDEL", Name, "length");

        Assert.Null(await _host.Bytes.ReadAsync(_key, CancellationToken.None));
        Assert.Equal(1, _host.Meters.Count("sidecar.payload.reads absent"));
    }

    [Fact]
    public async Task Read_FieldsOfALaterVersion_AreIgnored()
    {
        await WriteAsync(RandomBytes(10));
        await redis.Server.AskAsync("HSET", Name, "added-later", "1");

        using var read = await _host.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.Equal(10, read!.Length);
    }

    [Fact]
    public async Task Read_OverTheLimit_IsNothing()
    {
        await WriteAsync(RandomBytes(Chunk));
        await using var small = await PayloadBytesHost.ConnectAsync(redis.Server.Endpoint, bodyBytesMax: Chunk - 1);

        Assert.Null(await small.Bytes.ReadAsync(_key, CancellationToken.None));
        Assert.Equal(1, small.Meters.Count("sidecar.payload.reads too_large"));
    }

    [Fact]
    public async Task Write_OverTheLimit_IsNotTried()
    {
        await using var small = await PayloadBytesHost.ConnectAsync(redis.Server.Endpoint, bodyBytesMax: Chunk - 1);

        var isWritten = await small.Bytes.WriteAsync(
            _key, new ReadOnlySequence<byte>(RandomBytes(Chunk)), CancellationToken.None);

        Assert.False(isWritten);
        Assert.Equal(["0"], await redis.Server.AskAsync("EXISTS", Name));
    }

    [Fact]
    public async Task Write_SameBytesManyTimesAtOnce_IsReadWhole()
    {
        var bytes = RandomBytes(Large);

        var writes = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => _host.Bytes.WriteAsync(_key, new ReadOnlySequence<byte>(bytes), CancellationToken.None)));
        using var read = await _host.Bytes.ReadAsync(_key, CancellationToken.None);

        Assert.All(writes, Assert.True);
        Assert.True(read!.Bytes.ToArray().AsSpan().SequenceEqual(bytes));
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private async Task WriteAsync(byte[] bytes) => Assert.True(
        await _host.Bytes.WriteAsync(_key, new ReadOnlySequence<byte>(bytes), CancellationToken.None));
}
