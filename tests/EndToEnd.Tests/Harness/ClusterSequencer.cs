using System.Text;
using System.Text.Json;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A sequencer with gateways inside it: op-node, and the client that the gateways call local.</summary>
internal sealed class ClusterSequencer : IAsyncDisposable
{
    public ClusterSequencer(string name, SimulatedClient local)
    {
        (Name, Local) = (name, local);
        OpNode = new OpNodeDriver(local.Url, local.JwtSecret, connectionsMax: 8)
        {
            Head = new ChainPoint(local.Genesis.Hash, local.Genesis.Number, local.Genesis.Timestamp),
            SafeHash = local.Genesis.Hash,
            FinalizedHash = local.Genesis.Hash,
        };
        OpNode.Rpc.CallTimeout = TimeSpan.FromSeconds(30);
    }

    public string Name { get; }

    public SimulatedClient Local { get; }

    public OpNodeDriver OpNode { get; }

    /// <summary>Who made a block: <c>builder</c>, <c>local-a</c> or <c>local-b</c>.</summary>
    public static string MakerOf(EngineCall getPayload) =>
        MakerOf(getPayload.Result.GetProperty("executionPayload").GetProperty("transactions"));

    /// <summary>Who made a block.</summary>
    public static string MakerOf(BlockResult block) => MakerOf(block.Payload.GetProperty("transactions"));

    /// <summary>The block's hash in an answer to getPayload.</summary>
    public static string HashOf(EngineCall getPayload)
    {
        Assert.True(getPayload.Succeeded, getPayload.ToString());
        return getPayload.Result.GetProperty("executionPayload").GetProperty("blockHash").GetString()!;
    }

    /// <summary>Makes a block through one gateway and tells whose it is by the gateway's own count.</summary>
    public async Task<MadeBlock> MakeBlockAsync(ClusterGateway gateway, BlockRequest? request = null)
    {
        Use(gateway);
        await gateway.Sources.MarkAsync();
        var block = (await OpNode.MakeBlockAsync(request)).EnsureMade();
        return new MadeBlock(block, await gateway.Sources.SinceMarkAsync());
    }

    /// <summary>Makes blocks through one gateway until one is the builder's; returns all of them.</summary>
    public async Task<IReadOnlyList<MadeBlock>> MakeUntilBuilderIsUsedAsync(
        ClusterGateway gateway, TimeSpan? pace = null)
    {
        List<MadeBlock> made = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (made.Count == 0 || made[^1].Source != MadeBlock.Builder)
        {
            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The builder was not used again: {string.Join(", ", made.Select(block => block.Source))}");
            }

            made.Add(await MakeBlockAsync(gateway, new() { BuildTime = pace ?? TimeSpan.FromMilliseconds(100) }));
        }

        return made;
    }

    /// <summary>Starts a build through a gateway and returns its id.</summary>
    public async Task<string> StartBuildAsync(ClusterGateway gateway, BlockRequest? request = null)
    {
        Use(gateway);
        var head = request?.Parent ?? OpNode.Head!;
        var call = await OpNode.ForkchoiceUpdatedAsync(head.Hash, OpNode.Attributes(head, request));
        Assert.True(call.Succeeded, call.ToString());
        return call.Result.GetProperty("payloadId").GetString()
            ?? throw new InvalidOperationException($"No build: {call}");
    }

    /// <summary>The same, and ends when the cluster knows how the builder took it.</summary>
    public async Task<string> StartKnownBuildAsync(ClusterGateway gateway, BlockRequest? request = null)
    {
        var told = await gateway.ToldAsync("record_builder");
        var id = await StartBuildAsync(gateway, request);
        await gateway.WaitUntilToldAsync("record_builder", told + 1);
        return id;
    }

    /// <summary>Asks a gateway for the block of a build.</summary>
    public Task<EngineCall> GetPayloadAsync(ClusterGateway gateway, string id)
    {
        Use(gateway);
        return OpNode.GetPayloadAsync(id);
    }

    /// <summary>The same, and ends when the answer's bytes are where other gateways find them.</summary>
    public async Task<EngineCall> GetPayloadUntilKeptAsync(ClusterGateway gateway, string id)
    {
        const string Written = "sidecar_payload_writes_total{outcome=\"ok\"}";
        var before = await gateway.Process.MetricAsync(Written);
        var answer = await GetPayloadAsync(gateway, id);
        await gateway.Process.WaitForMetricAsync(Written, before + 1);
        return answer;
    }

    /// <summary>Does what follows getPayload: makes its block the head.</summary>
    public async Task AdoptAsync(ClusterGateway gateway, EngineCall getPayload)
    {
        await ImportAsync(gateway, getPayload);
        await SetHeadAsync(gateway, getPayload);
    }

    /// <summary>The first half of it, newPayload.</summary>
    public Task ImportAsync(ClusterGateway gateway, EngineCall getPayload)
    {
        var beaconRoot = getPayload.Result.GetProperty("parentBeaconBlockRoot").GetString();
        return ImportAsync(gateway, getPayload.Result.GetProperty("executionPayload"), beaconRoot);
    }

    /// <summary>The second half of it, forkchoiceUpdated.</summary>
    public Task SetHeadAsync(ClusterGateway gateway, EngineCall getPayload) =>
        SetHeadAsync(gateway, getPayload.Result.GetProperty("executionPayload"));

    /// <summary>Takes over another sequencer's block, as one that follows does.</summary>
    public async Task FollowAsync(ClusterGateway gateway, BlockResult block)
    {
        await ImportAsync(gateway, block.Payload, (string?)block.Attributes["parentBeaconBlockRoot"]);
        await SetHeadAsync(gateway, block.Payload);
    }

    public async ValueTask DisposeAsync()
    {
        OpNode.Dispose();
        await Local.DisposeAsync();
    }

    /// <summary>Sends op-node's next calls to this gateway.</summary>
    public void Use(ClusterGateway gateway) => OpNode.Rpc.Url = gateway.Process.EngineUrl;

    private static string MakerOf(JsonElement transactions)
    {
        // Simulated clients put their name into a last transaction: type, name, eight bytes for the block's number.
        var marker = Convert.FromHexString(transactions[transactions.GetArrayLength() - 1].GetString()![2..]);
        return Encoding.UTF8.GetString(marker.AsSpan()[1..^8]);
    }

    private async Task ImportAsync(ClusterGateway gateway, JsonElement payload, string? beaconRoot)
    {
        Use(gateway);
        var imported = await OpNode.NewPayloadAsync(payload, beaconRoot);
        Assert.Equal("VALID", imported.Result.GetProperty("status").GetString());
    }

    private async Task SetHeadAsync(ClusterGateway gateway, JsonElement payload)
    {
        Use(gateway);
        var hash = payload.GetProperty("blockHash").GetString()!;
        var moved = await OpNode.ForkchoiceUpdatedAsync(hash, null);
        Assert.Equal("VALID", moved.Result.GetProperty("payloadStatus").GetProperty("status").GetString());
        OpNode.Head = new ChainPoint(hash, Number("blockNumber"), Number("timestamp"));

        ulong Number(string name) => Convert.ToUInt64(payload.GetProperty(name).GetString(), 16);
    }
}
