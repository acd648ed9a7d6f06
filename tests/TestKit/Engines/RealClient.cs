using System.Diagnostics;

namespace Sidecar.TestKit.Engines;

/// <summary>A real execution client as a child process, on loopback, killed when disposed.</summary>
public sealed class RealClient : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly string[] _arguments;
    private ChildProcess _process;

    private RealClient(RealClientOptions options, int enginePort, int rpcPort, int peerPort)
    {
        EngineUrl = new($"http://127.0.0.1:{enginePort}");
        RpcUrl = new($"http://127.0.0.1:{rpcPort}");
        Name = options.Name;
        LogPath = Path.Combine(options.Folder, $"{options.Name}.log");
        _arguments = ArgumentsOf(options, enginePort, rpcPort, peerPort);
        _process = StartProcess();
    }

    public string Name { get; }

    /// <summary>The engine port, which asks for a JWT.</summary>
    public Uri EngineUrl { get; }

    /// <summary>The port without authentication.</summary>
    public Uri RpcUrl { get; }

    public string LogPath { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>Installs the client if need be, starts it and waits until its engine port answers.</summary>
    public static async Task<RealClient> StartAsync(RealClientOptions options, CancellationToken cancellationToken)
    {
        await RealClientInstaller.EnsureInstalledAsync(cancellationToken);
        Directory.CreateDirectory(Path.Combine(options.Folder, options.Name));

        var free = FreePorts.Take(3);
        var client = new RealClient(
            options,
            options.EnginePort == 0 ? free[0] : options.EnginePort,
            options.RpcPort == 0 ? free[1] : options.RpcPort,
            free[2]);
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

    /// <summary>SIGKILL: connections break, the chain in the data folder stays.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Starts a killed client again, with the same ports and data.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await _process.DisposeAsync();
        _process = StartProcess();
        await WaitUntilAnsweringAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string[] ArgumentsOf(RealClientOptions options, int enginePort, int rpcPort, int peerPort) =>
    [
        "--require", EnginesFolder.File("loopback-only.cjs"),
        "--require", EnginesFolder.File("stop-with-parent.cjs"),
        EnginesFolder.File("op-client.mjs"),
        $"--gethGenesis={options.GenesisPath}",
        $"--dataDir={Path.Combine(options.Folder, options.Name)}",
        $"--jwtSecret={options.JwtSecretPath}",
        "--rpcEngine", "--rpcEngineAddr=127.0.0.1", $"--rpcEnginePort={enginePort}",
        "--rpc", "--rpcAddr=127.0.0.1", $"--rpcPort={rpcPort}",

        // Alone by choice: without this it waits for peers to tell it the height of the chain.
        "--isSingleNode", "--maxPeers=0", "--minPeers=0", "--discDns=false", "--discV4=false",
        "--extIP=127.0.0.1", $"--port={peerPort}",

        // Not --logFile=false: that makes a file called false.
        "--no-logFile", "--logLevel=warn",
    ];

    private ChildProcess StartProcess() => ChildProcess.Start(Name, LogPath, "node", _arguments);

    private async Task WaitUntilAnsweringAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waiting = Stopwatch.StartNew();
        while (!await AnswersAsync(http, cancellationToken))
        {
            if (_process.HasExited || waiting.Elapsed > StartPatience)
            {
                throw _process.Failed("did not start");
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>Any answer will do: without a JWT it is 401.</summary>
    private async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(EngineUrl, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
