using System.ComponentModel;

namespace Sidecar.TestKit;

/// <summary>A real redis-server on a free port and a folder of its own, that can be killed, paused and restarted.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly RedisServerOptions _options;
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly List<string> _earlierLines = [];
    private ChildProcess _process = null!;

    private RedisServer(RedisServerOptions options) => _options = options;

    /// <summary>The same over all restarts.</summary>
    public int Port { get; } = FreePort.Next();

    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>What it has said, over all restarts.</summary>
    public IReadOnlyList<string> Lines => [.. _earlierLines, .. _process.Lines];

    /// <summary>What it presents with TLS, as PEM; it is signed by itself.</summary>
    public string CertificatePem { get; private set; } = "";

    /// <summary>Ends when it accepts connections.</summary>
    public static async Task<RedisServer> StartAsync(RedisServerOptions? options = null)
    {
        var server = new RedisServer(options ?? new RedisServerOptions());
        try
        {
            server.WriteCertificate();
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL. Ends when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Send(ProcessSignal.Kill);
        await _process.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    /// <summary>Starts again after <see cref="KillAsync"/>, on the same port.</summary>
    /// <param name="keepsData">Whether what was written is still there; only if the options say that it is kept.</param>
    public async Task RestartAsync(bool keepsData = true)
    {
        if (!keepsData)
        {
            Directory.Delete(AppendOnlyFolder, recursive: true);
        }

        await RunAsync();
    }

    /// <summary>SIGSTOP: it keeps its connections, accepts new ones, and answers nothing.</summary>
    public void Pause() => _process.Send(ProcessSignal.Stop);

    /// <summary>SIGCONT: it goes on, and answers what it was asked meanwhile.</summary>
    public void Resume() => _process.Send(ProcessSignal.Continue);

    /// <summary>What redis-cli prints for a command.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(params string[] command)
    {
        string[] login = _options.Password is { } password ? ["-a", password, "--no-auth-warning"] : [];
        string[] tls = _options.Tls ? ["--tls", "--insecure"] : [];
        await using var cli = ChildProcess.Start("redis-cli", ["-p", $"{Port}", .. tls, .. login, .. command]);
        var exitCode = await cli.WaitForExitAsync();
        return exitCode == 0
            ? cli.Lines
            : throw new InvalidOperationException($"redis-cli ended with {exitCode}: {cli.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string AppendOnlyFolder => Path.Combine(_folder, "appendonlydir");

    private string CertificatePath => Path.Combine(_folder, "certificate.pem");

    private string KeyPath => Path.Combine(_folder, "key.pem");

    private async Task RunAsync()
    {
        _earlierLines.AddRange(_process?.Lines ?? []);
        try
        {
            _process = ChildProcess.Start("redis-server", [.. Arguments()]);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("redis-server is missing: apt-get install -y redis-server", missing);
        }

        await _process.WaitForLineAsync("Ready to accept connections");
    }

    private IEnumerable<string> Arguments()
    {
        List<string> arguments = ["--bind", "127.0.0.1", "--dir", _folder, "--save", ""];
        arguments.AddRange(_options.KeepsData
            ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"]);
        arguments.AddRange(_options.Tls
            ?
            [
                "--port", "0", "--tls-port", $"{Port}", "--tls-auth-clients", "no",
                "--tls-cert-file", CertificatePath, "--tls-key-file", KeyPath, "--tls-ca-cert-file", CertificatePath,
            ]
            : ["--port", $"{Port}"]);
        if (_options.Password is { } password)
        {
            arguments.AddRange(["--requirepass", password]);
        }

        return arguments.Concat(_options.Arguments);
    }

    private void WriteCertificate()
    {
        if (_options.Tls)
        {
            var (certificate, key) = LoopbackCertificate.Create();
            CertificatePem = certificate;
            File.WriteAllText(CertificatePath, certificate);
            File.WriteAllText(KeyPath, key);
        }
    }
}
