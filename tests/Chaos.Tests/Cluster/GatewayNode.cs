using System.Net;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Cluster;

/// <summary>A gateway that is killed, frozen and started again, always at the same address.</summary>
internal sealed class GatewayNode : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Sidecar.Gateway.dll");
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<string> _arguments;
    private readonly string _folder;
    private readonly HistoryRecorder _recorder;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private ChildProcess? _process;
    private Action? _endOutage;
    private Task _starting = Task.CompletedTask;

    public GatewayNode(
        string name, string sequencer, int port, byte[] secret, RunFolder folder, HistoryRecorder recorder,
        IReadOnlyList<string> flags)
    {
        (Name, Sequencer, _folder, _recorder) = (name, sequencer, folder.Path, recorder);
        Url = new($"http://127.0.0.1:{port}");
        Driver = new(Url, secret, connectionsMax: 8);
        _arguments =
        [
            Program, "--rpc-port", $"{port}", "--debug-server-port", $"{FreePort.Next()}",
            "--log-file", folder.LogPath(name), .. flags,
        ];
    }

    public string Name { get; }

    public string Sequencer { get; }

    public Uri Url { get; }

    /// <summary>Counts its processes.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Ready, and not frozen.</summary>
    public bool IsUp { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>op-node's calls to it.</summary>
    public OpNodeDriver Driver { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Incarnation++;
        if (_endOutage is null)
        {
            Begin(OutageKind.GatewayDown);
        }

        _process = ChildProcess.Start("dotnet", _arguments, workingDirectory: _folder);
        var ready = new Uri(Url, "readyz");
        await Polling.UntilAsync(
            async () => _process.HasExited || await StatusAsync(ready) == HttpStatusCode.OK,
            StartPatience,
            $"{Name} is ready");
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"{Name} did not get ready:\n{_process.Output}");
        }

        IsUp = true;
        End();
    }

    /// <summary>SIGKILL; gone when this returns.</summary>
    public async Task KillAsync()
    {
        Begin(OutageKind.GatewayDown);
        IsPaused = false;
        _process!.Send(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Starts it again and does not wait.</summary>
    public void BeginRestart() => _starting = StartAsync();

    /// <summary>SIGSTOP: connections stay, nothing is answered.</summary>
    public void Pause()
    {
        Begin(OutageKind.GatewayPaused);
        IsPaused = true;
        _process!.Send(ProcessSignal.Stop);
    }

    /// <summary>SIGCONT, unless it was killed meanwhile.</summary>
    public void Resume()
    {
        if (IsPaused)
        {
            _process!.Send(ProcessSignal.Continue);
            IsPaused = false;
            IsUp = true;
            End();
        }
    }

    /// <summary>Throws if a restart failed; waits for one that runs.</summary>
    public Task StartedAsync() => _starting;

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        _http.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private void Begin(OutageKind kind)
    {
        IsUp = false;
        End();
        _endOutage = _recorder.BeginOutage(kind, Name);
    }

    private void End()
    {
        _endOutage?.Invoke();
        _endOutage = null;
    }

    private async Task<HttpStatusCode?> StatusAsync(Uri url)
    {
        try
        {
            using var answer = await _http.GetAsync(url);
            return answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
