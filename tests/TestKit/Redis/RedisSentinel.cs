namespace Sidecar.TestKit;

/// <summary>A real Sentinel that watches one <see cref="RedisServer"/> under a name and promotes its replica.</summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sentinel-").FullName;
    private ChildProcess? _process;

    private RedisSentinel()
    {
    }

    public int Port { get; } = FreePort.Next();

    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>Ends when it has found the replica.</summary>
    public static async Task<RedisSentinel> StartAsync(string service, RedisServer master)
    {
        var sentinel = new RedisSentinel();
        var file = Path.Combine(sentinel._folder, "sentinel.conf");
        await File.WriteAllTextAsync(
            file,
            $"""
            port {sentinel.Port}
            bind 127.0.0.1
            dir {sentinel._folder}
            sentinel monitor {service} 127.0.0.1 {master.Port} 1
            sentinel down-after-milliseconds {service} 500
            sentinel failover-timeout {service} 2000

            """);
        sentinel._process = ChildProcess.Start("redis-server", [file, "--sentinel"]);
        await sentinel._process.WaitForLineAsync("+slave");
        return sentinel;
    }

    /// <summary>Ends when the replica is the master.</summary>
    public Task WaitForFailoverAsync() => _process!.WaitForLineAsync("+switch-master", TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
