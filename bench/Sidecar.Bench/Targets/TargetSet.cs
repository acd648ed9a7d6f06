using System.Net;
using System.Net.Sockets;
using Sidecar.Bench.Blocks;
using Sidecar.Bench.Load;
using Sidecar.Bench.Stub;
using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Bench.Targets;

/// <summary>The processes of one run: stubs, and what stands before them. All start afresh and end with it.</summary>
internal sealed class TargetSet : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("sidecar-bench-").FullName;
    private readonly string _gateway;
    private readonly List<LoggedProcess> _processes = [];
    private readonly List<Target> _targets = [];
    private readonly List<int> _scripted = [];
    private RedisServer? _redis;
    private uint _lastBuild = (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private TargetSet(string gateway) => _gateway = gateway;

    public byte[] Secret { get; } = Jwt.NewSecret();

    /// <summary>Starts what the kinds need and ends when all of it answers.</summary>
    /// <param name="kinds">What is to be measured.</param>
    /// <param name="gateway">Path of Sidecar.Gateway.dll, or of a published binary.</param>
    public static async Task<TargetSet> StartAsync(IReadOnlySet<TargetKind> kinds, string gateway)
    {
        var set = new TargetSet(gateway);
        try
        {
            await set.StartAsync(kinds);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public Target this[TargetKind kind] => _targets.Single(target => target.Kind == kind);

    /// <summary>The timestamp of a new build: each has its own, and they grow, as blocks' do.</summary>
    public uint NextBuild() => ++_lastBuild;

    /// <summary>Tells every stub how to answer.</summary>
    public void Script(int payloadBytes, TimeSpan think)
    {
        foreach (var port in _scripted)
        {
            using var connection = new LoadConnection(port, Secret);
            connection.Send(EngineCalls.Script(payloadBytes, think));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.TerminateAsync(TimeSpan.FromSeconds(5));
            await process.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(IReadOnlySet<TargetKind> kinds)
    {
        Jwt.WriteSecretFile(SecretPath, Secret);
        var local = StartStub(BlockMaker.Local);
        var builder = StartStub(BlockMaker.Builder);
        _targets.Add(new(TargetKind.Direct, local, null, null));
        _targets.Add(new(TargetKind.FirstCallAlone, local, null, null));
        await WaitForPortsAsync(local, builder);

        foreach (var kind in kinds.Where(kind => !_targets.Exists(target => target.Kind == kind)).Order())
        {
            _targets.Add(kind switch
            {
                TargetKind.NginxTuned or TargetKind.NginxTunedAgain => StartNginx(kind, local, ProxyConfigurations.NginxTuned),
                TargetKind.NginxStock => StartNginx(kind, local, ProxyConfigurations.NginxStock),
                TargetKind.Haproxy => StartHaproxy(local),
                TargetKind.Sidecar => StartGateway(kind, local),
                TargetKind.SidecarBuilder => StartGateway(kind, local, Builder(builder)),
                TargetKind.SidecarRedis => StartGateway(kind, local, [.. Builder(builder), "--redis", await StartRedisAsync()]),
                TargetKind.SidecarHanging => StartGateway(kind, local, Builder(StartStub(BlockMaker.Builder, "--hangs"))),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }

        await WaitForPortsAsync([.. _targets.Select(target => target.Port)]);
        foreach (var gateway in _targets.Where(target => target.Kind.IsSidecar()))
        {
            await WaitUntilReadyAsync(gateway.Port);
        }
    }

    private string SecretPath => Path.Combine(_folder, "jwt.hex");

    private string[] Builder(int port) => ["--builder-url", $"http://127.0.0.1:{port}", "--builder-jwt-path", SecretPath];

    private int StartStub(BlockMaker maker, params string[] more)
    {
        var port = FreePort.Next();
        string[] arguments =
            [typeof(TargetSet).Assembly.Location, StubCommand.Name, "--port", $"{port}", "--maker", $"{maker}", .. more];
        Start($"stub-{port}", "dotnet", arguments);
        _scripted.Add(port);
        return port;
    }

    private Target StartNginx(TargetKind kind, int upstream, Func<string, int, int, string> configuration)
    {
        var port = FreePort.Next();
        var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{kind}")).FullName;
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, configuration(folder, port, upstream));
        return new(kind, port, Start($"{kind}", "nginx", ["-p", folder, "-e", $"{folder}/error.log", "-c", file]), null);
    }

    private Target StartHaproxy(int upstream)
    {
        var port = FreePort.Next();
        var file = Path.Combine(_folder, "haproxy.cfg");
        File.WriteAllText(file, ProxyConfigurations.Haproxy(port, upstream));
        return new(TargetKind.Haproxy, port, Start("haproxy", "haproxy", ["-db", "-f", file]), null);
    }

    private Target StartGateway(TargetKind kind, int local, params string[] more)
    {
        var (port, debug, metrics) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        string[] arguments =
        [
            "--l2-url", $"http://127.0.0.1:{local}", "--l2-jwt-path", SecretPath,
            "--rpc-port", $"{port}", "--debug-server-port", $"{debug}", "--metrics", "--metrics-port", $"{metrics}",
            .. more,
        ];
        var processId = _gateway.EndsWith(".dll", StringComparison.Ordinal)
            ? Start($"{kind}", "dotnet", [_gateway, .. arguments])
            : Start($"{kind}", _gateway, arguments);
        return new(kind, port, processId, metrics);
    }

    private async Task<string> StartRedisAsync()
    {
        _redis = await RedisServer.StartAsync(new RedisServerOptions { KeepsData = false });
        return _redis.Endpoint;
    }

    private int Start(string name, string program, string[] arguments)
    {
        _processes.Add(LoggedProcess.Start(name, Path.Combine(_folder, $"{name}.log"), program, arguments));
        return _processes[^1].Id;
    }

    private async Task WaitForPortsAsync(params int[] ports)
    {
        foreach (var port in ports)
        {
            await RepeatAsync($"port {port}", async () =>
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            });
        }
    }

    private async Task WaitUntilReadyAsync(int port)
    {
        using var http = new HttpClient();
        await RepeatAsync($"/readyz of port {port}", async () =>
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"));
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    private async Task RepeatAsync(string what, Func<Task<bool>> isThere)
    {
        var until = DateTime.UtcNow + Patience;
        while (!await isThere())
        {
            var ended = _processes.Find(process => process.HasExited);
            if (ended is not null || DateTime.UtcNow > until)
            {
                throw new InvalidOperationException(
                    $"There is no {what}. {(ended ?? _processes[^1]).Name} says:\n"
                    + File.ReadAllText((ended ?? _processes[^1]).LogPath));
            }

            await Task.Delay(20);
        }
    }
}
