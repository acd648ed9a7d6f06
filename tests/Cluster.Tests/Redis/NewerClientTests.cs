#if ORLEANS_PACKAGES // Only that engine brings a Redis client that knows users and Sentinels.
using System.Buffers;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>What the oldest Redis client cannot do, and is refused at start with it.</summary>
[Trait("Category", "Redis")]
public sealed class NewerClientTests
{
    private static readonly ReadOnlySequence<byte> Bytes = new(new byte[200_000]);

    [Fact]
    public async Task User_WithTheRightsOfTheDocument_WritesAndReads()
    {
        await using var redis = await RedisServer.StartAsync(new() { KeepsData = false });
        string[] rights = ["+@hash", "+@connection", "+eval", "+del", "+expire", "+pexpire", "+info", "+cluster|nodes"];
        await redis.AskAsync(["ACL", "SETUSER", "gateway", "on", ">hush", "~sidecar/*", .. rights]);
        await redis.AskAsync("ACL", "SETUSER", "default", "off");
        var options = new RedisOptions { Endpoints = { redis.Endpoint }, User = "gateway", Password = "hush" };
        await using var host = await PayloadBytesHost.StartAsync(RedisConfiguration.Create(options));

        await Polling.UntilAsync(() => WriteAsync(host));
        using var read = await host.Bytes.ReadAsync(PayloadBytesHost.Key(1), CancellationToken.None);

        Assert.Equal(Bytes.Length, read!.Length);
    }

    [Fact]
    public async Task Sentinel_PromotesTheReplica_IsFollowed()
    {
        await using var master = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var replica = await RedisServer.StartAsync(
            new() { KeepsData = false, Arguments = ["--replicaof", "127.0.0.1", $"{master.Port}"] });
        await using var sentinel = await RedisSentinel.StartAsync("mymaster", master);
        var options = new RedisOptions { Endpoints = { sentinel.Endpoint }, SentinelService = "mymaster" };
        await using var host = await PayloadBytesHost.StartAsync(
            RedisConfiguration.Create(options), new() { CommandTimeout = TimeSpan.FromSeconds(1) });
        await Polling.UntilAsync(() => WriteAsync(host));

        await master.KillAsync();
        await sentinel.WaitForFailoverAsync();
        await Polling.UntilAsync(() => WriteAsync(host));

        Assert.Equal(["1"], await replica.AskAsync("EXISTS", PayloadBytesHost.NameOf(PayloadBytesHost.Key(1))));
    }

    private static Task<bool> WriteAsync(PayloadBytesHost host) =>
        host.Bytes.WriteAsync(PayloadBytesHost.Key(1), Bytes, CancellationToken.None);
}
#endif
