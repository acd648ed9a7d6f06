using Orleans.Persistence;
using StackExchange.Redis;

namespace Orleans.Embedded.Tests.Redis;

/// <summary>A real redis-server for a test class, and how its stores connect to it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>Options for a connection of one's own.</summary>
    public void Configure(RedisStorageOptions options) => Configure(options, Server.Endpoint);

    public static void Configure(RedisStorageOptions options, string endpoint)
    {
        options.ConfigurationOptions = ConfigurationOptions.Parse(endpoint);

        // What is not about time must not fail for want of it on a busy machine.
        options.CommandTimeout = Patience.Default;
    }
}
