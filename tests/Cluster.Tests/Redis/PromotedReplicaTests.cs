using System.Buffers;
using System.Diagnostics;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>Master and replica by their addresses, as every client knows it; who promotes is not the gateway's business.</summary>
[Trait("Category", "Redis")]
public sealed class PromotedReplicaTests
{
    private static readonly ReadOnlySequence<byte> Bytes = new(new byte[200_000]);

    [Fact]
    public async Task Replica_PromotedByASentinel_IsWrittenToAndTheOldMasterIsNot()
    {
        await using var master = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var replica = await StartReplicaAsync(master);
        await using var sentinel = await RedisSentinel.StartAsync("mymaster", master);
        await using var host = await StartHostAsync(master, replica);
        await Polling.UntilAsync(() => WriteAsync(host, 1));

        await master.KillAsync();
        await sentinel.WaitForFailoverAsync();
        await Polling.UntilAsync(() => WriteAsync(host, 2));

        Assert.Equal(["1"], await replica.AskAsync("EXISTS", PayloadBytesHost.NameOf(PayloadBytesHost.Key(2))));
    }

    [Fact]
    public async Task Replica_PromotedLongAfterTheMasterWasLost_IsFoundWithinSeconds()
    {
        await using var master = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var replica = await StartReplicaAsync(master);
        await using var host = await StartHostAsync(master, replica);
        await Polling.UntilAsync(() => WriteAsync(host, 1));

        await master.KillAsync();
        var lost = Stopwatch.StartNew();
        await Polling.UntilAsync(
            async () => !await WriteAsync(host, 2) && lost.Elapsed > TimeSpan.FromSeconds(4));
        await replica.AskAsync("REPLICAOF", "NO", "ONE");
        var promoted = Stopwatch.StartNew();
        await Polling.UntilAsync(() => WriteAsync(host, 3));

        Assert.InRange(promoted.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task OldMaster_ComesBackAsReplica_IsNotWrittenTo()
    {
        await using var master = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var replica = await StartReplicaAsync(master);
        await using var sentinel = await RedisSentinel.StartAsync("mymaster", master);
        await using var host = await StartHostAsync(master, replica);
        await Polling.UntilAsync(() => WriteAsync(host, 1));
        await master.KillAsync();
        await sentinel.WaitForFailoverAsync();
        await Polling.UntilAsync(() => WriteAsync(host, 2));

        await master.RestartAsync();
        await master.AskAsync("REPLICAOF", "127.0.0.1", $"{replica.Port}");
        await Polling.UntilAsync(() => WriteAsync(host, 3));

        Assert.Equal(["1"], await replica.AskAsync("EXISTS", PayloadBytesHost.NameOf(PayloadBytesHost.Key(3))));
    }

    [Fact]
    public async Task OldMaster_IsMadeAReplicaWhileTheClientTakesItForAMaster_IsLeftWithinSeconds()
    {
        await using var master = await RedisServer.StartAsync(new() { KeepsData = false });
        await using var replica = await StartReplicaAsync(master);
        await using var host = await StartHostAsync(master, replica);
        await Polling.UntilAsync(() => WriteAsync(host, 1));
        await master.KillAsync();
        await replica.AskAsync("REPLICAOF", "NO", "ONE");
        await Polling.UntilAsync(() => WriteAsync(host, 2));
        await master.RestartAsync();
        await Polling.UntilAsync(async () => await WriteAsync(host, 3) && await HoldsAsync(master, 3));

        await master.AskAsync("REPLICAOF", "127.0.0.1", $"{replica.Port}");
        var demoted = Stopwatch.StartNew();
        await Polling.UntilAsync(() => WriteAsync(host, 4));

        Assert.True(await HoldsAsync(replica, 4));
        Assert.InRange(demoted.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<bool> HoldsAsync(RedisServer server, int number) =>
        (await server.AskAsync("EXISTS", PayloadBytesHost.NameOf(PayloadBytesHost.Key(number)))).SequenceEqual(["1"]);

    private static Task<RedisServer> StartReplicaAsync(RedisServer master) => RedisServer.StartAsync(
        new() { KeepsData = false, Arguments = ["--replicaof", "127.0.0.1", $"{master.Port}"] });

    private static Task<PayloadBytesHost> StartHostAsync(RedisServer master, RedisServer replica)
    {
        var options = new RedisOptions { Endpoints = { master.Endpoint, replica.Endpoint } };
        return PayloadBytesHost.StartAsync(
            RedisConfiguration.Create(options), new() { CommandTimeout = TimeSpan.FromSeconds(1) });
    }

    private static Task<bool> WriteAsync(PayloadBytesHost host, int number) =>
        host.Bytes.WriteAsync(PayloadBytesHost.Key(number), Bytes, CancellationToken.None);
}
