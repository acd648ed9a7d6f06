using Sidecar.Devnet.Demo;
using Sidecar.Devnet.Processes;
using Sidecar.TestKit;
using Sidecar.TestKit.Engines;

namespace Sidecar.Devnet.DemoHa;

/// <summary>All processes of a run: two sequencers' clients and gateways, the builder they share, Redis.</summary>
internal sealed class HaNetwork : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly RunFolder _folder;

    private HaNetwork(RunFolder folder) => _folder = folder;

    public RedisServer Redis { get; private set; } = null!;

    public IClientProcess Builder { get; private set; } = null!;

    /// <summary>The one with two gateways. It leads at first.</summary>
    public SequencerNode A { get; private set; } = null!;

    public SequencerNode B { get; private set; } = null!;

    /// <summary>The sequencer that op-conductor lets make blocks.</summary>
    public SequencerNode Leader { get; set; } = null!;

    public IEnumerable<GatewayNode> Gateways => A.Gateways.Concat(B.Gateways);

    /// <summary>Whether Redis and the builder should answer.</summary>
    public bool IsRedisUp { get; set; } = true;

    public bool IsBuilderUp { get; set; } = true;

    public static async Task<HaNetwork> StartAsync(
        DemoHaOptions options, RunFolder folder, DemoClients clients, CancellationToken cancellationToken)
    {
        var network = new HaNetwork(folder);
        try
        {
            await network.StartAllAsync(options, clients, cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public SequencerNode Other(SequencerNode sequencer) => sequencer == A ? B : A;

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var process))
        {
            await process.DisposeAsync();
        }

        if (Redis is not null)
        {
            await File.WriteAllLinesAsync(_folder.LogPath("redis"), Redis.Lines);
        }
    }

    private async Task StartAllAsync(
        DemoHaOptions options, DemoClients clients, CancellationToken cancellationToken)
    {
        // What a process that is killed has written is in the kernel's hands: it need not be on the disk.
        Redis = Started(await RedisServer.StartAsync(new() { Arguments = ["--appendfsync", "everysec"] }));
        Builder = Started(await clients.StartBuilderAsync(cancellationToken));
        A = await StartSequencerAsync("A", ["A1", "A2"], options, clients, cancellationToken);
        Leader = A;
        B = await StartSequencerAsync("B", ["B1"], options, clients, cancellationToken);
    }

    private async Task<SequencerNode> StartSequencerAsync(
        string name,
        string[] gatewayNames,
        DemoHaOptions options,
        DemoClients clients,
        CancellationToken cancellationToken)
    {
        var local = Started(
            await clients.StartLocalAsync(cancellationToken, $"local-{name.ToLowerInvariant()}"));
        var gateways = new List<GatewayNode>();
        foreach (var gatewayName in gatewayNames)
        {
            var process = await GatewayProcess.StartAsync(
                options.GatewayPath, _folder, local.EngineUrl, Builder.EngineUrl, cancellationToken, gatewayName,
                "--redis", Redis.Endpoint, "--gateway-id", gatewayName);
            var opNode = new OpNodeDriver(process.EngineUrl, _folder.LocalSecret);
            gateways.Add(Started(new GatewayNode(gatewayName, process, opNode)));
        }

        return new(name, local, gateways);
    }

    private T Started<T>(T process)
        where T : IAsyncDisposable
    {
        _started.Push(process);
        return process;
    }
}
