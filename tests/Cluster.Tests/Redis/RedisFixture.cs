namespace Sidecar.Cluster.Tests.Redis;

/// <summary>A real redis-server for a test class, without a file.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Server = await RedisServer.StartAsync(new RedisServerOptions { KeepsData = false });

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
