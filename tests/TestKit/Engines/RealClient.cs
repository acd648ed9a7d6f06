namespace Sidecar.TestKit.Engines;

/// <summary>A real execution client as a child process, on loopback, killed when disposed.</summary>
public sealed class RealClient : IClientProcess
{
    private readonly string[] _arguments;
    private LoggedProcess _process;

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

        var client = new RealClient(
            options,
            options.EnginePort == 0 ? FreePort.Next() : options.EnginePort,
            options.RpcPort == 0 ? FreePort.Next() : options.RpcPort,
            FreePort.Next());
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

    private LoggedProcess StartProcess() => LoggedProcess.Start(Name, LogPath, "node", _arguments);

    // Any answer will do: without a JWT it is 401.
    private Task WaitUntilAnsweringAsync(CancellationToken cancellationToken) =>
        Answering.WaitAsync(_process, EngineUrl, _ => true, cancellationToken);
}
