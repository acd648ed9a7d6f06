using System.Net;
using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.Processes;

/// <summary>The gateway as an operator runs it: its own process, rollup-boost's flags.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly LoggedProcess _process;

    private GatewayProcess(LoggedProcess process, int enginePort, int metricsPort)
    {
        _process = process;
        EngineUrl = new($"http://127.0.0.1:{enginePort}");
        MetricsUrl = new($"http://127.0.0.1:{metricsPort}/metrics");
    }

    public Uri EngineUrl { get; }

    public Uri MetricsUrl { get; }

    public string LogPath => _process.LogPath;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(
        string assemblyPath, RunFolder folder, Uri localUrl, Uri builderUrl, CancellationToken cancellationToken)
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
        ];
        var process = LoggedProcess.Start("gateway", folder.LogPath("gateway"), "dotnet", arguments);
        var gateway = new GatewayProcess(process, enginePort, metricsPort);
        try
        {
            var readyUrl = new Uri(gateway.EngineUrl, "/readyz");
            await Answering.WaitAsync(
                process, readyUrl, answer => answer.StatusCode == HttpStatusCode.OK, cancellationToken);
            return gateway;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.TerminateAsync(StopPatience);
        await _process.DisposeAsync();
    }
}
