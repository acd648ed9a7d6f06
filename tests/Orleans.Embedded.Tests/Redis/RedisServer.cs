using System.ComponentModel;
using Orleans.Persistence;
using StackExchange.Redis;

namespace Orleans.Embedded.Tests.Redis;

/// <summary>A real redis-server on a free port, one per test class; it keeps its data over a restart.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private ChildProcess _process = null!;

    public int Port { get; } = FreePort.Next();

    public async Task InitializeAsync() => await StartAsync();

    public async Task StartAsync()
    {
        try
        {
            _process = ChildProcess.Start("redis-server",
            [
                "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "",
                "--appendonly", "yes", "--appendfsync", "always",
            ]);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("redis-server is missing: apt-get install -y redis-server", missing);
        }

        await _process.WaitForLineAsync("Ready to accept connections");
    }

    public async Task KillAsync()
    {
        _process.Send(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    public void Freeze() => _process.Send(ProcessSignal.Stop);

    public void Thaw() => _process.Send(ProcessSignal.Continue);

    /// <summary>Options for a connection of one's own.</summary>
    public void Configure(RedisStorageOptions options) => Configure(options, $"{Port}");

    public static void Configure(RedisStorageOptions options, string port)
    {
        options.ConfigurationOptions = ConfigurationOptions.Parse($"127.0.0.1:{port}");

        // What is not about time must not fail for want of it on a busy machine.
        options.CommandTimeout = Patience.Default;
    }

    /// <summary>What redis-cli prints for a command.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(params string[] command)
    {
        await using var cli = ChildProcess.Start("redis-cli", ["-p", $"{Port}", .. command]);
        Assert.Equal(0, await cli.WaitForExitAsync());
        return cli.Lines;
    }

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
