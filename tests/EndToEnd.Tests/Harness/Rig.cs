using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A sequencer in small: op-node, the gateway, its local client and a builder.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly BlockSources _sources;

    private Rig(SimulatedClient local, SimulatedClient builder, GatewayUnderTest gateway)
    {
        (Local, Builder, Gateway) = (local, builder, gateway);
        OpNode = gateway.OpNode();
        _sources = new BlockSources(gateway);
    }

    public SimulatedClient Local { get; }

    public SimulatedClient Builder { get; }

    public GatewayUnderTest Gateway { get; }

    public OpNodeDriver OpNode { get; }

    /// <summary>Starts everything with these flags of the gateway.</summary>
    public static Task<Rig> StartAsync(params string[] flags) =>
        StartAsync(SimulatedClientOptions.Local(), SimulatedClientOptions.Builder(), flags);

    /// <summary>
    /// Starts everything with these kinds of clients. Unless flags say otherwise the builder has all the time that it
    /// needs, so that whose block it is does not depend on the machine's speed.
    /// </summary>
    public static Task<Rig> StartAsync(
        SimulatedClientOptions local, SimulatedClientOptions builder, params string[] flags) => StartPlainAsync(
            local, builder, flags.Contains("--builder-timeout") ? flags : ["--builder-timeout", "5000", .. flags]);

    /// <summary>Starts everything with the gateway's own defaults.</summary>
    public static Task<Rig> StartPlainAsync() =>
        StartPlainAsync(SimulatedClientOptions.Local(), SimulatedClientOptions.Builder());

    /// <summary>Starts everything with no flag that is not given.</summary>
    public static async Task<Rig> StartPlainAsync(
        SimulatedClientOptions local, SimulatedClientOptions builder, params string[] flags)
    {
        // A chain that begins now: health compares the head's timestamp with the wall clock.
        var genesis = (ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var localClient = await SimulatedClient.StartAsync(local with { GenesisTimestamp = genesis });
        var builderClient = await SimulatedClient.StartAsync(builder with { GenesisTimestamp = genesis });
        var gateway = await GatewayUnderTest.StartAsync(localClient, builderClient, flags);
        return new Rig(localClient, builderClient, gateway);
    }

    /// <summary>Makes a block and tells whose it is by the gateway's own count.</summary>
    public async Task<MadeBlock> MakeBlockAsync(BlockRequest? request = null)
    {
        await _sources.MarkAsync();
        var block = (await OpNode.MakeBlockAsync(request)).EnsureMade();
        return new MadeBlock(block, await _sources.SinceMarkAsync());
    }

    /// <summary>Makes blocks at this pace until one is the builder's; returns all of them.</summary>
    public async Task<IReadOnlyList<MadeBlock>> MakeUntilBuilderIsUsedAsync(TimeSpan? pace = null)
    {
        List<MadeBlock> made = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (made.Count == 0 || made[^1].Source != MadeBlock.Builder)
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The builder was not used again: {string.Join(", ", made.Select(block => block.Source))}");
            }

            made.Add(await MakeBlockAsync(new() { BuildTime = pace ?? TimeSpan.FromMilliseconds(200) }));
        }

        return made;
    }

    /// <summary>Starts a build and returns its payload id.</summary>
    public async Task<string> StartBuildAsync(BlockRequest? request = null)
    {
        var parent = request?.Parent ?? OpNode.Head ?? await OpNode.ReadHeadAsync();
        var attributes = OpNode.Attributes(parent, request);
        var version = (request?.GetPayloadVersion ?? OpNode.GetPayloadVersion) >= 3 ? 3 : 2;
        var call = await OpNode.ForkchoiceUpdatedAsync(parent.Hash, attributes, version);
        return call.Result.GetProperty("payloadId").GetString()
            ?? throw new InvalidOperationException($"No build: {call}");
    }

    public async ValueTask DisposeAsync()
    {
        OpNode.Dispose();
        await Gateway.DisposeAsync();
        await Builder.DisposeAsync();
        await Local.DisposeAsync();
    }
}
