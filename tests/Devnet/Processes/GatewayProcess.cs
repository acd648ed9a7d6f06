using System.Diagnostics;
using System.Net;
using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Processes;

/// <summary>The gateway as an operator runs it: its own process, rollup-boost's flags.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly string _name;
    private readonly string[] _arguments;
    private LoggedProcess _process;

    private GatewayProcess(string name, string logPath, string[] arguments, int enginePort, int metricsPort)
    {
        _name = name;
        _arguments = arguments;
        LogPath = logPath;
        EngineUrl = new($"http://127.0.0.1:{enginePort}");
        MetricsUrl = new($"http://127.0.0.1:{metricsPort}/metrics");
        _process = StartProcess();
    }

    public Uri EngineUrl { get; }

    public Uri MetricsUrl { get; }

    public string LogPath { get; }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="assemblyPath">The gateway's assembly.</param>
    /// <param name="folder">Where its log goes and the secrets are.</param>
    /// <param name="localUrl">Its local.</param>
    /// <param name="builderUrl">Its builder.</param>
    /// <param name="cancellationToken">Ends the wait, and the process.</param>
    /// <param name="name">What messages and its log file call it.</param>
    /// <param name="moreArguments">Flags beside the usual ones.</param>
    public static async Task<GatewayProcess> StartAsync(
        string assemblyPath,
        RunFolder folder,
        Uri localUrl,
        Uri builderUrl,
        CancellationToken cancellationToken,
        string name = "gateway",
        params string[] moreArguments)
    {
        var (enginePort, debugPort, metricsPort) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        string[] arguments =
        [
            assemblyPath,
            "--l2-url", localUrl.AbsoluteUri, "--l2-jwt-path", folder.LocalSecretPath,
            "--builder-url", builderUrl.AbsoluteUri, "--builder-jwt-path", folder.BuilderSecretPath,
            "--rpc-host", "127.0.0.1", "--rpc-port", $"{enginePort}",
            "--debug-server-port", $"{debugPort}",
            "--metrics", "--metrics-port", $"{metricsPort}",
            .. moreArguments,
        ];
        var gateway = new GatewayProcess(name, folder.LogPath(name), arguments, enginePort, metricsPort);
        try
        {
            await gateway.WaitUntilReadyAsync(cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway._process.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: connections break at once.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP: it keeps its connections, accepts new ones, and answers nothing.</summary>
    public void Freeze() => _process.Send(ProcessSignal.Stop);

    /// <summary>SIGCONT: it goes on with what it was asked meanwhile.</summary>
    public void Thaw() => _process.Send(ProcessSignal.Continue);

    /// <summary>Starts a killed one again, with the same ports, and waits until it says that it is ready.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> RestartAsync(CancellationToken cancellationToken)
    {
        await _process.DisposeAsync();
        var starting = Stopwatch.StartNew();
        _process = StartProcess();
        await WaitUntilReadyAsync(cancellationToken);
        return starting.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await _process.TerminateAsync(StopPatience);
        await _process.DisposeAsync();
    }

    private LoggedProcess StartProcess() => LoggedProcess.Start(_name, LogPath, "dotnet", _arguments);

    private Task WaitUntilReadyAsync(CancellationToken cancellationToken) => Answering.WaitAsync(
        _process, new Uri(EngineUrl, "/readyz"), answer => answer.StatusCode == HttpStatusCode.OK, cancellationToken);
}
