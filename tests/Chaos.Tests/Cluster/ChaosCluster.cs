using Sidecar.Chaos.Tests.Recording;
using Sidecar.Chaos.Tests.Running;

namespace Sidecar.Chaos.Tests.Cluster;

/// <summary>
/// Two sequencers with a local each, two gateways in front of either, one builder and one Redis for all.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    public const ulong ChainId = 901;

    private readonly ChaosOptions _options;
    private readonly HistoryRecorder _recorder;

    private ChaosCluster(ChaosOptions options, HistoryRecorder recorder) => (_options, _recorder) = (options, recorder);

    public RunFolder Folder { get; } = new();

    /// <summary>By sequencer.</summary>
    public Dictionary<string, SimulatedClient> Locals { get; } = [];

    public SimulatedClient Builder { get; private set; } = null!;

    public List<GatewayNode> Gateways { get; } = [];

    public RedisServer Redis { get; private set; } = null!;

    /// <summary>Between the gateways and Redis.</summary>
    public DelayProxy RedisProxy { get; private set; } = null!;

    public static async Task<ChaosCluster> StartAsync(ChaosOptions options, HistoryRecorder recorder)
    {
        var cluster = new ChaosCluster(options, recorder);
        try
        {
            await cluster.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        foreach (var client in Locals.Values.Append(Builder).Where(client => client is not null))
        {
            await client.DisposeAsync();
        }

        if (RedisProxy is not null)
        {
            await RedisProxy.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        Folder.Dispose();
    }

    private async Task StartAsync()
    {
        // A chain that begins now: health compares the head's timestamp with the wall clock.
        var genesis = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var sequencer in ChaosOptions.Sequencers)
        {
            // The same payloadId for the same attributes, as real clients have it, and different blocks, as pools differ.
            Locals[sequencer] = await SimulatedClient.StartAsync(SimulatedClientOptions.Local($"local-{sequencer}") with
            {
                ChainId = ChainId,
                GenesisTimestamp = genesis,
                PayloadIds = PayloadIdScheme.Shared,
                BlockMarker = $"local-{sequencer}",
            });
        }

        Builder = await SimulatedClient.StartAsync(SimulatedClientOptions.Builder() with
        {
            ChainId = ChainId,
            GenesisTimestamp = genesis,
            NewBuildCancelsOld = true,
        });
        Redis = await RedisServer.StartAsync();
        RedisProxy = new(Redis.Port);
        AddGateways();
        await Task.WhenAll(Gateways.Select(gateway => gateway.StartAsync()));
        foreach (var driver in Gateways.Select(gateway => gateway.Driver))
        {
            driver.BlockTime = 1;
            driver.SafeHash = driver.FinalizedHash = Builder.Genesis.Hash;
            driver.Rpc.CallTimeout = _options.CallTimeout;
        }
    }

    private void AddGateways()
    {
        var builderSecret = Folder.Secret("builder", Builder.JwtSecret!);
        foreach (var (sequencer, local) in Locals)
        {
            var localSecret = Folder.Secret($"local-{sequencer}", local.JwtSecret!);
            foreach (var name in ChaosOptions.GatewaysOf(sequencer))
            {
                // The path tells the clients which gateway calls.
                string[] flags =
                [
                    "--local-url", $"{local.Url}{name}", "--local-jwt-secret-path", localSecret,
                    "--builder-url", $"{Builder.Url}{name}", "--builder-jwt-secret-path", builderSecret,
                    "--builder-timeout", $"{_options.Limits.BuilderShare.TotalMilliseconds}ms",
                    "--health-poll-interval", "200ms", "--boost-sync-sync-retry-interval", "1s",
                    .. _options.IsClustered ? ClusterFlags(name) : [],
                ];
                Gateways.Add(
                    new(name, sequencer, FreePort.Next(), local.JwtSecret!, Folder, _recorder, flags));
            }
        }
    }

    private string[] ClusterFlags(string gateway) =>
    [
        "--redis", $"127.0.0.1:{RedisProxy.Port}", "--gateway-id", gateway, "--builder-id", UpstreamCall.Builder,
        "--chain-id", $"{ChainId}", "--cluster-call-budget", $"{_options.Limits.ClusterCall.TotalMilliseconds}ms",
        "--breaker-open-for", "500ms", "--breaker-open-for-max", "2s",
    ];
}
