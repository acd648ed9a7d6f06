using System.Buffers;

namespace Sidecar.Cluster.Tests.Redis;

[Trait("Category", "Redis")]
[Collection(Alone.Name)]
public sealed class PayloadAllocationTests
{
    private const int Writes = 50;

    private static readonly ReadOnlySequence<byte> OneMegabyte = new(new byte[1_000_000]);

    [Fact]
    public async Task Write_OfOneMegabyte_AllocatesLittle()
    {
        await using var redis = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var host = await PayloadBytesHost.ConnectAsync(redis.Endpoint);
        await WriteAsync(host);

        // Of all threads: the client's own are among them.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        await WriteAsync(host);
        var each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Writes;

        Assert.InRange(each, 0, 256 * 1024);
    }

    private static async Task WriteAsync(PayloadBytesHost host)
    {
        for (var i = 0; i < Writes; i++)
        {
            Assert.True(await host.Bytes.WriteAsync(PayloadBytesHost.Key(1), OneMegabyte, CancellationToken.None));
        }
    }
}
