using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>Plays a sequencing op-node against an engine endpoint, block by block. Not thread-safe.</summary>
public sealed class OpNodeDriver : IDisposable
{
    private const string SequencerFeeVault = "0x4200000000000000000000000000000000000011";

    public OpNodeDriver(Uri engineUrl, byte[]? jwtSecret, int connectionsMax = 1) =>
        Rpc = new(engineUrl, jwtSecret, connectionsMax);

    /// <summary>The connection: URL, token, timeout and raw calls.</summary>
    public EngineRpc Rpc { get; }

    /// <summary>The block to build on; read from the engine at the first need.</summary>
    public ChainPoint? Head { get; set; }

    /// <summary>Hash of the safe block in the forkchoice state; the first head unless set.</summary>
    public string? SafeHash { get; set; }

    /// <summary>Hash of the finalized block in the forkchoice state; the first head unless set.</summary>
    public string? FinalizedHash { get; set; }

    /// <summary>Seconds from one block's timestamp to the next.</summary>
    public ulong BlockTime { get; set; } = 2;

    /// <summary>Time between the start of a build and its getPayload.</summary>
    public TimeSpan BuildTime { get; set; } = TimeSpan.Zero;

    /// <summary>2 to 5; 4 is Isthmus and Jovian, 5 is Karst.</summary>
    public int GetPayloadVersion { get; set; } = 4;

    public ulong GasLimit { get; set; } = 0x1c9c380;

    /// <summary>Holocene's attribute; null leaves it out.</summary>
    public string? Eip1559Params { get; set; } = "0x0000000000000000";

    /// <summary>The transactions that the block of this number must begin with. Default: one made-up deposit.</summary>
    public Func<ulong, IReadOnlyList<string>> ForcedTransactions { get; set; } = number => [FakeDeposit(number)];

    /// <summary>A transaction of the deposit type, different for each block and no more than that.</summary>
    public static string FakeDeposit(ulong number) => "0x7e" + Hex.Digest("deposit", number)[2..];

    /// <summary>Reads the engine's head and builds on it from now on.</summary>
    public async Task<ChainPoint> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        var call = await Rpc.CallAsync("eth_getBlockByNumber", cancellationToken, "latest", false);
        if (!call.Succeeded || call.Result.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidOperationException($"No head: {call}");
        }

        Head = new(
            call.Result.GetProperty("hash").GetString()!,
            Hex.ReadQuantity(call.Result.GetProperty("number")),
            Hex.ReadQuantity(call.Result.GetProperty("timestamp")));
        SafeHash ??= Head.Hash;
        FinalizedHash ??= Head.Hash;
        return Head;
    }

    /// <summary>
    /// Makes one block the way a sequencer does; on success it is the new head, on failure the head stays.
    /// </summary>
    public async Task<BlockResult> MakeBlockAsync(
        BlockRequest? request = null, CancellationToken cancellationToken = default)
    {
        request ??= new();
        var parent = request.Parent ?? Head ?? await ReadHeadAsync(cancellationToken);
        var result = await new BlockWalk(this, request, parent).RunAsync(cancellationToken);
        if (result.Succeeded)
        {
            Head = result.Point;
        }

        return result;
    }

    /// <summary>Makes so many blocks and throws when one fails.</summary>
    public async Task<IReadOnlyList<BlockResult>> MakeBlocksAsync(int count, BlockRequest? request = null)
    {
        var blocks = new List<BlockResult>();
        while (blocks.Count < count)
        {
            blocks.Add((await MakeBlockAsync(request)).EnsureMade());
        }

        return blocks;
    }

    /// <summary>
    /// The attributes that <see cref="MakeBlockAsync"/> would send: the same for the same parent and request.
    /// </summary>
    public JsonObject Attributes(ChainPoint parent, BlockRequest? request = null)
    {
        request ??= new();
        var number = parent.Number + 1;
        var attributes = new JsonObject
        {
            ["timestamp"] = Hex.Quantity(request.Timestamp ?? parent.Timestamp + BlockTime),
            ["prevRandao"] = Hex.Digest("randao", number),
            ["suggestedFeeRecipient"] = SequencerFeeVault,
            ["withdrawals"] = new JsonArray(),
        };
        if ((request.GetPayloadVersion ?? GetPayloadVersion) >= 3)
        {
            attributes["parentBeaconBlockRoot"] = Hex.Digest("beacon", number);
        }

        AddOptimismAttributes(attributes, request, request.ForcedTransactions ?? ForcedTransactions(number));
        return attributes;
    }

    /// <summary>forkchoiceUpdated with this head and the driver's safe and finalized blocks.</summary>
    public Task<EngineCall> ForkchoiceUpdatedAsync(
        string headHash, JsonObject? attributes, int version = 3, CancellationToken cancellationToken = default)
    {
        var state = new JsonObject
        {
            ["headBlockHash"] = headHash,
            ["safeBlockHash"] = SafeHash ?? Hex.ZeroHash,
            ["finalizedBlockHash"] = FinalizedHash ?? Hex.ZeroHash,
        };
        return CallAsync($"engine_forkchoiceUpdatedV{version}", cancellationToken, state, attributes);
    }

    public Task<EngineCall> GetPayloadAsync(
        string payloadId, int? version = null, CancellationToken cancellationToken = default) =>
        CallAsync($"engine_getPayloadV{version ?? GetPayloadVersion}", cancellationToken, payloadId);

    /// <summary>newPayload with the fields in op-node's order.</summary>
    public Task<EngineCall> NewPayloadAsync(
        JsonElement payload,
        string? parentBeaconBlockRoot,
        int version = 4,
        CancellationToken cancellationToken = default) =>
        Rpc.CallRawAsync(
            $"engine_newPayloadV{version}",
            GoPayload.Parameters(payload, parentBeaconBlockRoot, version),
            cancellationToken);

    public Task<EngineCall> CallAsync(string method, params JsonNode?[] parameters) =>
        Rpc.CallAsync(method, parameters);

    public Task<EngineCall> CallAsync(
        string method, CancellationToken cancellationToken, params JsonNode?[] parameters) =>
        Rpc.CallAsync(method, cancellationToken, parameters);

    /// <summary>Posts any bytes; headers given here replace the usual ones, and a null value leaves one out.</summary>
    public Task<EngineCall> PostRawAsync(
        ReadOnlyMemory<byte> body,
        IReadOnlyDictionary<string, string?>? headers = null,
        CancellationToken cancellationToken = default) =>
        Rpc.PostRawAsync(body, headers, cancellationToken);

    public void Dispose() => Rpc.Dispose();

    private void AddOptimismAttributes(JsonObject attributes, BlockRequest request, IReadOnlyList<string> forced)
    {
        // Go leaves out what is empty or false.
        if (forced.Count > 0)
        {
            attributes["transactions"] = new JsonArray([.. forced.Select(data => JsonValue.Create(data))]);
        }

        if (request.NoTxPool)
        {
            attributes["noTxPool"] = true;
        }

        attributes["gasLimit"] = Hex.Quantity(request.GasLimit ?? GasLimit);
        if (Eip1559Params is { } eip1559Params)
        {
            attributes["eip1559Params"] = eip1559Params;
        }

        if (request.MinBaseFee is { } minBaseFee)
        {
            attributes["minBaseFee"] = minBaseFee;
        }
    }
}
