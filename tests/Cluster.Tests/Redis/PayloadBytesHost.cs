using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sidecar.Contracts;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Cluster.Redis;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Tests.Upstream;
using StackExchange.Redis;

namespace Sidecar.Cluster.Tests.Redis;

/// <summary>The bytes of answers of one gateway, connected to a real Redis.</summary>
internal sealed class PayloadBytesHost : IAsyncDisposable
{
    private PayloadBytesHost(ConfigurationOptions configuration, RedisLimits limits, long bodyBytesMax)
    {
        Link = new RedisLink(configuration, limits, TimeProvider.System, NullLogger<RedisLink>.Instance);
        Bytes = new RedisPayloadBytes(
            Link, Options.Create(Cluster), Options.Create(new EngineOptions { BodyBytesMax = bodyBytesMax }),
            Meters.Metrics, TimeProvider.System, NullLogger<RedisPayloadBytes>.Instance);
    }

    public static ClusterOptions Cluster { get; } = new();

    public RedisLink Link { get; }

    public RedisPayloadBytes Bytes { get; }

    public TestMeters Meters { get; } = new();

    /// <summary>Begins to connect.</summary>
    public static async Task<PayloadBytesHost> StartAsync(
        ConfigurationOptions configuration, RedisLimits? limits = null, long bodyBytesMax = 128 * 1024 * 1024)
    {
        // What is not about time must not fail for want of it on a busy machine.
        var host = new PayloadBytesHost(
            configuration, limits ?? new() { CommandTimeout = Patience.Default }, bodyBytesMax);
        await host.Link.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Ends when it is connected.</summary>
    public static async Task<PayloadBytesHost> ConnectAsync(
        string endpoint, RedisLimits? limits = null, long bodyBytesMax = 128 * 1024 * 1024)
    {
        var host = await StartAsync(Configuration(endpoint), limits, bodyBytesMax);
        await Polling.UntilAsync(() => Task.FromResult(host.Link.IsConnected));
        return host;
    }

    public static ConfigurationOptions Configuration(string endpoint, string? password = null, bool tls = false) =>
        RedisConfiguration.Create(new RedisOptions { Endpoints = { endpoint }, Password = password, Tls = tls });

    /// <summary>A key of its own for each number.</summary>
    public static PayloadKey Key(int number) =>
        new(10, new PayloadId((ulong)number), new BlockHash(0, 0, 0, (ulong)number));

    /// <summary>The name under which Redis has it.</summary>
    public static string NameOf(PayloadKey key) => $"sidecar/payload/10/{key.PayloadId}/{key.BlockHash}";

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        Meters.Dispose();
    }
}
