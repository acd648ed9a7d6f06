using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Processes;

/// <summary>A simulated client as a process of its own, so that it can be killed like a real one.</summary>
/// <remarks>Like a real one it has its chain again when it is started again, and has lost its builds and its pool.</remarks>
internal sealed class SimulatedProcess : IClientProcess
{
    private readonly string[] _arguments;
    private LoggedProcess _process;

    private SimulatedProcess(string name, string salt, RunFolder folder, string secretPath)
    {
        var port = FreePort.Next();
        Name = name;
        EngineUrl = new($"http://127.0.0.1:{port}");
        LogPath = folder.LogPath(name);
        _arguments =
        [
            typeof(SimulatedProcess).Assembly.Location, "simulate",
            "--name", name,
            "--port", $"{port}",
            "--jwt-path", secretPath,
            "--genesis-timestamp", $"{folder.GenesisTime.ToUnixTimeSeconds()}",
            "--salt", salt,
            "--journal-path", folder.JournalPath(name),
        ];
        _process = StartProcess();
    }

    public string Name { get; }

    public Uri EngineUrl { get; }

    public string LogPath { get; }

    public bool IsRunning => !_process.HasExited;

    public static async Task<SimulatedProcess> StartAsync(
        string name, string salt, RunFolder folder, string secretPath, CancellationToken cancellationToken)
    {
        var client = new SimulatedProcess(name, salt, folder, secretPath);
        try
        {
            await client.WaitUntilAnsweringAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    public void Kill() => _process.Kill();

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _process.DisposeAsync();
        _process = StartProcess();
        await WaitUntilAnsweringAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private LoggedProcess StartProcess() => LoggedProcess.Start(Name, LogPath, "dotnet", _arguments);

    private Task WaitUntilAnsweringAsync(CancellationToken cancellationToken) =>
        Answering.WaitAsync(_process, EngineUrl, _ => true, cancellationToken);
}
