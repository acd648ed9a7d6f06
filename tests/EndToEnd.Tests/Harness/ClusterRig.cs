using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>
/// Two sequencers a and b that share a builder, gateways in front of either, and a real Redis that the gateways share.
/// </summary>
/// <remarks>
/// As with real clients, the two locals give the same payload id for the same attributes, their blocks differ because
/// their pools do, and new attributes make the builder drop the job it had (op-rbuilder).
/// </remarks>
internal sealed class ClusterRig : IAsyncDisposable
{
    /// <summary>
    /// Far above what anything takes on loopback, so that whose block it is does not depend on the machine's speed.
    /// </summary>
    public static readonly string[] GenerousTimes =
        ["--l2-timeout", "9000", "--builder-timeout", "8000", "--cluster-call-budget", "4000"];

    private readonly Dictionary<string, ClusterGateway> _gateways = [];

    private ClusterRig(RedisServer redis) => (Redis, Proxy) = (redis, new DelayProxy(redis.Port));

    public ClusterSequencer A { get; private set; } = null!;

    public ClusterSequencer B { get; private set; } = null!;

    public SimulatedClient Builder { get; private set; } = null!;

    public RedisServer Redis { get; }

    /// <summary>Another way to Redis, for the gateways that are told to take it.</summary>
    public DelayProxy Proxy { get; }

    /// <summary>A gateway by its name.</summary>
    public ClusterGateway this[string name] => _gateways[name];

    public IReadOnlyCollection<ClusterGateway> Gateways => _gateways.Values;

    /// <summary>Starts gateways with generous times and waits until all have joined.</summary>
    /// <param name="names">Such as <c>a1 a2 b1</c>: the letter says for which sequencer.</param>
    /// <param name="flags">Of every gateway.</param>
    public static Task<ClusterRig> StartAsync(string names, params string[] flags) =>
        StartAsync(rig => rig.Add(names, [.. GenerousTimes, .. flags]));

    /// <summary>Starts everything with the gateways that are added, and waits until all have joined.</summary>
    public static async Task<ClusterRig> StartAsync(Action<ClusterRig> add)
    {
        var rig = await StartAloneAsync();
        try
        {
            add(rig);
            await Task.WhenAll(rig.Gateways.Select(gateway => gateway.WaitUntilJoinedAsync()));
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts everything but gateways.</summary>
    public static async Task<ClusterRig> StartAloneAsync()
    {
        var rig = new ClusterRig(await RedisServer.StartAsync());
        try
        {
            await rig.StartClientsAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts gateways and waits for nothing.</summary>
    public void Add(string names, params string[] flags) => Add(names, Redis.Endpoint, null, flags);

    /// <summary>Starts gateways and waits for nothing.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="redis">Their way to Redis.</param>
    /// <param name="environment">Added to their environment.</param>
    /// <param name="flags">Their flags.</param>
    public void Add(
        string names, string redis, IReadOnlyDictionary<string, string?>? environment, params string[] flags)
    {
        foreach (var name in names.Split(' '))
        {
            var local = SequencerOf(name).Local;
            _gateways.Add(name, new ClusterGateway(name, new GatewayLaunch
            {
                LocalUrl = local.Url,
                LocalSecret = local.JwtSecret!,
                BuilderUrl = Builder.Url,
                BuilderSecret = Builder.JwtSecret,
                Environment = environment ?? new Dictionary<string, string?>(),
                Flags =
                [
                    "--redis", redis, "--gateway-id", name, "--health-check-interval", "1",

                    // Blocks are made faster than their timestamps say; their age is not what this is about.
                    "--max-unsafe-interval", "60", .. flags,
                ],
            }));
        }
    }

    /// <summary>The sequencer that a gateway serves.</summary>
    public ClusterSequencer SequencerOf(string gateway) => gateway[0] == 'a' ? A : B;

    /// <summary>Calls of the builder that ask it to build.</summary>
    public IReadOnlyList<ReceivedCall> BuilderBuilds() => [.. Builder.Calls.Where(WireCalls.HasAttributes)];

    /// <summary>What the gateways agree on about the builder, as it is stored.</summary>
    public Task<JsonElement> BuilderStateAsync() => StateAsync("sidecar/state/builder/901/builder/builder");

    /// <summary>What the gateways agree on about themselves, as it is stored.</summary>
    public Task<JsonElement> ClusterStateAsync() => StateAsync("sidecar/state/cluster/901/cluster");

    /// <summary>What the gateways agree on about a payload id, as it is stored.</summary>
    public Task<JsonElement> PayloadStateAsync(string id) => StateAsync($"sidecar/state/payload/901/{id}/payload");

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Gateways.Select(gateway => gateway.DisposeAsync().AsTask()));
        foreach (var part in (IAsyncDisposable?[])[A, B, Builder, Proxy, Redis])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task StartClientsAsync()
    {
        // A chain that begins now: health compares the head's timestamp with the wall clock.
        var genesis = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        A = await StartSequencerAsync("local-a", genesis);
        B = await StartSequencerAsync("local-b", genesis);
        Builder = await SimulatedClient.StartAsync(
            SimulatedClientOptions.Builder() with { GenesisTimestamp = genesis, NewBuildCancelsOld = true });
    }

    private static async Task<ClusterSequencer> StartSequencerAsync(string name, ulong genesis) => new(
        name,
        await SimulatedClient.StartAsync(SimulatedClientOptions.Local(name) with
        {
            GenesisTimestamp = genesis,
            PayloadIds = PayloadIdScheme.Shared,
            BlockMarker = name,
        }));

    private async Task<JsonElement> StateAsync(string key)
    {
        var lines = await Redis.AskAsync("HGET", key, "data");
        return JsonSerializer.Deserialize<JsonElement>(string.Concat(lines));
    }
}
