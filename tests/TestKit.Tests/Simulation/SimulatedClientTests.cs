using System.Text;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit.Tests.Simulation;

[Trait("Category", "Unit")]
public sealed class SimulatedClientTests : IAsyncLifetime, IDisposable
{
    private SimulatedClient _client = null!;
    private OpNodeDriver _driver = null!;

    public async Task InitializeAsync()
    {
        _client = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        _driver = new(_client.Url, _client.JwtSecret);
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task Chain_FiveBlocksDriven_EndsAtHeightFiveWithForcedTransactionsFirst()
    {
        var blocks = await _driver.MakeBlocksAsync(5);

        Assert.Equal(5UL, _client.HeadNumber);
        Assert.Equal(blocks[^1].Hash, _client.Head.Hash);
        Assert.All(blocks, block => Assert.Equal(OpNodeDriver.FakeDeposit(block.Number), block.Transactions[0]));
        Assert.Equal(21000UL, blocks[0].GasUsed);
        Assert.Single(_client.Calls.Select(call => call.ConnectionId).Distinct());
    }

    [Theory]
    [InlineData(2, "engine_forkchoiceUpdatedV2", "engine_newPayloadV2")]
    [InlineData(3, "engine_forkchoiceUpdatedV3", "engine_newPayloadV3")]
    [InlineData(4, "engine_forkchoiceUpdatedV3", "engine_newPayloadV4")]
    [InlineData(5, "engine_forkchoiceUpdatedV3", "engine_newPayloadV4")]
    public async Task Chain_AnyForkVersion_MakesBlock(int getPayload, string forkchoiceUpdated, string newPayload)
    {
        var block = await _driver.MakeBlockAsync(new() { GetPayloadVersion = getPayload });

        Assert.True(block.Succeeded, block.Failure);
        Assert.Equal(block.Hash, _client.Head.Hash);
        Assert.Equal(forkchoiceUpdated, block.Calls[BlockStep.StartBuild].Method);
        Assert.Equal(newPayload, block.Calls[BlockStep.NewPayload].Method);
    }

    [Fact]
    public async Task GetPayload_V4_HasOptimismEnvelope()
    {
        var block = await _driver.MakeBlockAsync(new() { MinBaseFee = 100 });

        var envelope = block.Calls[BlockStep.GetPayload].Json!["result"]!.AsObject();
        Assert.Equal(
            [
                "executionPayload", "blockValue", "blobsBundle", "shouldOverrideBuilder", "parentBeaconBlockRoot",
                "executionRequests",
            ],
            envelope.Select(member => member.Key));
        Assert.Equal((string?)block.Attributes["parentBeaconBlockRoot"], (string?)envelope["parentBeaconBlockRoot"]);
        Assert.Equal("0x01000000fa000000060000000000000064", (string?)envelope["executionPayload"]!["extraData"]);
        Assert.NotNull(envelope["executionPayload"]!["withdrawalsRoot"]);
    }

    [Fact]
    public async Task GetPayload_Repeated_AnswersSameBytesThoughPoolChanged()
    {
        var head = await _driver.ReadHeadAsync();
        var started = await _driver.ForkchoiceUpdatedAsync(head.Hash, _driver.Attributes(head));
        var payloadId = started.Result.GetProperty("payloadId").GetString()!;
        var first = await _driver.GetPayloadAsync(payloadId);
        _client.AddTransaction("0x02aa");

        var second = await _driver.GetPayloadAsync(payloadId);

        Assert.Equal(first.Result.GetRawText(), second.Result.GetRawText());
    }

    [Fact]
    public async Task GetPayload_UnknownId_FailsWithUnknownPayload()
    {
        var call = await _driver.GetPayloadAsync("0x0000000000000001");

        Assert.Equal(-38001, call.ErrorCode);
        Assert.Equal(200, call.Status);
    }

    [Fact]
    public async Task ForkchoiceUpdated_SameAttributesTwice_KeepsPayloadId()
    {
        var head = await _driver.ReadHeadAsync();

        var first = await _driver.ForkchoiceUpdatedAsync(head.Hash, _driver.Attributes(head));
        var second = await _driver.ForkchoiceUpdatedAsync(head.Hash, _driver.Attributes(head));
        var noTxPool = _driver.Attributes(head, new() { NoTxPool = true });
        var other = await _driver.ForkchoiceUpdatedAsync(head.Hash, noTxPool);

        Assert.Equal(PayloadId(first), PayloadId(second));
        Assert.NotEqual(PayloadId(first), PayloadId(other));
    }

    [Fact]
    public async Task ForkchoiceUpdated_UnknownHead_AnswersSyncingWithoutId()
    {
        var head = await _driver.ReadHeadAsync();
        var unknown = "0x" + new string('7', 64);

        var call = await _driver.ForkchoiceUpdatedAsync(unknown, _driver.Attributes(head));

        Assert.Equal("SYNCING", call.Result.GetProperty("payloadStatus").GetProperty("status").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, call.Result.GetProperty("payloadId").ValueKind);
    }

    [Fact]
    public async Task ForkchoiceUpdated_NoGasLimit_FailsWithInvalidAttributes()
    {
        var head = await _driver.ReadHeadAsync();
        var attributes = _driver.Attributes(head);
        attributes.Remove("gasLimit");

        var call = await _driver.ForkchoiceUpdatedAsync(head.Hash, attributes);

        Assert.Equal(-38003, call.ErrorCode);
    }

    [Fact]
    public async Task NewPayload_ChangedOrOrphan_IsInvalidOrSyncing()
    {
        var block = (await _driver.MakeBlockAsync()).EnsureMade();
        var root = (string?)block.Attributes["parentBeaconBlockRoot"];

        var changed = await NewPayloadAsync(block, root, payload => payload["gasUsed"] = "0x1");
        var otherRoot = await NewPayloadAsync(block, block.Hash, _ => { });
        var again = await NewPayloadAsync(block, root, _ => { });

        Assert.Equal("INVALID", changed);
        Assert.Equal("INVALID", otherRoot);
        Assert.Equal("VALID", again);
    }

    [Fact]
    public async Task Mempool_RawTransaction_IsIncludedAndRemoved()
    {
        var sent = await _driver.CallAsync("eth_sendRawTransaction", "0x02c0ffee");
        var withoutPool = (await _driver.MakeBlockAsync(new() { NoTxPool = true })).EnsureMade();
        var withPool = (await _driver.MakeBlockAsync()).EnsureMade();

        Assert.Equal(66, sent.Result.GetString()!.Length);
        Assert.DoesNotContain("0x02c0ffee", withoutPool.Transactions);
        Assert.Equal("0x02c0ffee", withPool.Transactions[^1]);
        Assert.Empty(_client.Mempool);
    }

    [Fact]
    public async Task Eth_BlockLookups_AnswerTheDrivenBlock()
    {
        var block = (await _driver.MakeBlockAsync()).EnsureMade();

        var byLabel = await _driver.CallAsync("eth_getBlockByNumber", "latest", true);
        var byNumber = await _driver.CallAsync("eth_getBlockByNumber", "0x1", false);
        var byHash = await _driver.CallAsync("eth_getBlockByHash", block.Hash, false);
        var height = await _driver.CallAsync("eth_blockNumber");

        Assert.Equal(block.Hash, byLabel.Result.GetProperty("hash").GetString());
        Assert.Equal(block.Transactions[0], (string?)byLabel.Json!["result"]!["transactions"]![0]!["input"]);
        Assert.Equal(byHash.Result.GetRawText(), byNumber.Result.GetRawText());
        Assert.Equal("0x1", height.Result.GetString());
    }

    [Fact]
    public async Task Rpc_UnknownMethodAndBatchAndGarbage_AnswerAsGethDoes()
    {
        var unknown = await _driver.CallAsync("engine_doesNotExistV9");
        var batch = await _driver.PostRawAsync("""
            [{"jsonrpc":"2.0","id":"a","method":"eth_chainId"},{"jsonrpc":"2.0","id":2,"method":"nope"},7]
            """u8.ToArray());
        var garbage = await _driver.PostRawAsync("{"u8.ToArray());

        Assert.Equal((200, -32601), (unknown.Status, unknown.ErrorCode));
        var ids = batch.Root.EnumerateArray().Select(answer => answer.GetProperty("id").GetRawText());
        Assert.Equal(["\"a\"", "2", "null"], ids);
        Assert.Equal(-32600, (int)batch.Json![2]!["error"]!["code"]!);
        Assert.Equal(-32700, garbage.ErrorCode);
    }

    [Fact]
    public async Task Miner_Settings_AreRemembered()
    {
        var call = await _driver.CallAsync("miner_setMaxDASize", "0x1", "0x2");

        Assert.True(call.Result.GetBoolean());
        Assert.Equal("""["0x1","0x2"]""", _client.MinerSettings["miner_setMaxDASize"].GetRawText());
    }

    [Fact]
    public async Task Calls_Arrived_AreRecordedWithBodyHeadersAndAnswer()
    {
        var call = await _driver.CallAsync("eth_chainId");

        var received = Assert.Single(_client.CallsOf("eth_chainId"));
        Assert.Equal(call.Request.ToArray(), received.Body.ToArray());
        Assert.Equal("Go-http-client/1.1", received.Header("user-agent"));
        Assert.Equal("gzip", received.Header("Accept-Encoding"));
        Assert.StartsWith("Bearer ", received.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("0x385", (string?)(await received.Answered).Result);
    }

    [Fact]
    public async Task WaitForCall_ArmedBeforeTheCall_EndsWithIt()
    {
        var waiting = _client.WaitForCallAsync("eth_*", count: 2);

        await _driver.CallAsync("eth_chainId");
        var endedEarly = waiting.IsCompleted;
        await _driver.CallAsync("eth_syncing");

        Assert.False(endedEarly);
        Assert.Equal(2, (await waiting).Count);
    }

    [Fact]
    public async Task Gzip_TurnedOn_CompressesAndDriverReads()
    {
        await using var client = await SimulatedClient.StartAsync(new() { Gzip = true });
        using var driver = new OpNodeDriver(client.Url, client.JwtSecret);

        var call = await driver.CallAsync("eth_chainId");

        Assert.Equal("gzip", call.ContentEncoding);
        Assert.Equal("0x385", call.Result.GetString());
    }

    [Fact]
    public async Task Payload_HundredMegabytes_GoesRoundInSeconds()
    {
        _client.ExtraTransactionBytes = 55_000_000;

        var block = (await _driver.MakeBlockAsync()).EnsureMade();

        Assert.True(block.Calls[BlockStep.GetPayload].RawBody.Length > 110_000_000);
        Assert.True(block.Milliseconds < 8_000, $"{block.Milliseconds} ms");
        var received = Assert.Single(_client.CallsOf("engine_newPayload"));
        Assert.True(received is { BodyLength: > 110_000_000, Body.Length: 1024 });
    }

    private static string PayloadId(EngineCall call) => call.Result.GetProperty("payloadId").GetString()!;

    private async Task<string> NewPayloadAsync(BlockResult block, string? root, Action<JsonObject> change)
    {
        var payload = JsonNode.Parse(block.Payload.GetRawText())!.AsObject();
        change(payload);
        using var document = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        var call = await _driver.NewPayloadAsync(document.RootElement, root);
        return call.Result.GetProperty("status").GetString()!;
    }
}
