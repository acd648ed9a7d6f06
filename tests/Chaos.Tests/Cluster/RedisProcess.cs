using System.ComponentModel;

namespace Sidecar.Chaos.Tests.Cluster;

/// <summary>A real redis-server that keeps its data over a restart unless told otherwise.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private ChildProcess? _process;

    public int Port { get; } = FreePort.Next();

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
        _process!.Send(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Starts it again, with what it had written or with nothing.</summary>
    public Task RestartAsync(bool keepData)
    {
        if (!keepData)
        {
            Directory.Delete(_folder, recursive: true);
            Directory.CreateDirectory(_folder);
        }

        return StartAsync();
    }

    public void Pause() => _process!.Send(ProcessSignal.Stop);

    public void Resume() => _process!.Send(ProcessSignal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
