using System.Text.Json.Nodes;

namespace Sidecar.TestKit.Tests.Faults;

[Trait("Category", "Unit")]
public sealed class FaultTests : IAsyncLifetime, IDisposable
{
    private SimulatedClient _client = null!;
    private OpNodeDriver _driver = null!;

    public async Task InitializeAsync()
    {
        _client = await SimulatedClient.StartAsync();
        _driver = new(_client.Url, _client.JwtSecret);
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public async Task Hang_Cleared_GoesOn()
    {
        var rule = _client.Faults.On("eth_chainId", Fault.Hang());
        var call = _driver.CallAsync("eth_chainId");
        await rule.WaitForHitsAsync();
        var answeredWhileHanging = call.IsCompleted;

        rule.Clear();

        Assert.False(answeredWhileHanging);
        Assert.True((await call).Succeeded);
    }

    [Fact]
    public async Task Hang_CallerGivesUp_RecordsNoAnswer()
    {
        _client.Faults.On("eth_chainId", Fault.Hang());
        _driver.Rpc.CallTimeout = TimeSpan.FromMilliseconds(100);

        var call = await _driver.CallAsync("eth_chainId");

        Assert.IsAssignableFrom<OperationCanceledException>(call.TransportError);
        Assert.Equal(0, (await Assert.Single(_client.Calls).Answered).HttpStatus);
    }

    [Fact]
    public async Task Blackhole_Cleared_ReadsOnlyThen()
    {
        _client.Faults.Blackhole();
        var call = _driver.CallAsync("eth_chainId");
        var other = new EngineRpc(_client.Url, _client.JwtSecret) { CallTimeout = TimeSpan.FromMilliseconds(100) };
        var timedOut = await other.CallAsync("eth_syncing");
        var readMeanwhile = _client.Calls.Count;

        _client.Faults.Clear();

        Assert.True((await call).Succeeded);
        Assert.Equal(0, timedOut.Status);
        Assert.Equal(0, readMeanwhile);
        other.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delay_BeforeOrAfterProcessing_TakesItsTime(bool afterProcessing)
    {
        var delay = TimeSpan.FromMilliseconds(60);
        _client.Faults.On("eth_chainId", afterProcessing ? Fault.DelayAnswer(delay) : Fault.Delay(delay));

        var call = await _driver.CallAsync("eth_chainId");

        Assert.True(call.Succeeded);
        Assert.True(call.Milliseconds >= 55, $"{call.Milliseconds} ms");
    }

    [Fact]
    public async Task HoldAnswerUntil_GateClosed_ShowsEffectBeforeAnswer()
    {
        var gate = new TaskCompletionSource();
        _client.Faults.On(
            "engine_forkchoiceUpdated",
            Fault.HoldAnswerUntil(gate.Task),
            when: call => call.Params[1].ValueKind == System.Text.Json.JsonValueKind.Null);
        var making = _driver.MakeBlockAsync();

        await _client.WaitForHeadAsync(1);
        var answeredBeforeGate = making.IsCompleted;
        gate.SetResult();

        Assert.False(answeredBeforeGate);
        Assert.True((await making).Succeeded);
    }

    [Fact]
    public async Task HttpStatus_TwoTimes_StrikesTwice()
    {
        var rule = _client.Faults.On("eth_chainId", Fault.HttpStatus(503, "away"), times: 2);

        var statuses = new[]
        {
            (await _driver.CallAsync("eth_chainId")).Status,
            (await _driver.CallAsync("eth_chainId")).Status,
            (await _driver.CallAsync("eth_chainId")).Status,
        };

        Assert.Equal([503, 503, 200], statuses);
        Assert.Equal(2, rule.Hits);
    }

    [Fact]
    public async Task RpcError_PlannedBeforeAnother_StrikesFirst()
    {
        _client.Faults.On("eth_*", Fault.RpcError(-32000, "busy", new JsonObject { ["err"] = 7 }), times: 1);
        _client.Faults.On("eth_chainId", Fault.RawAnswer(200, "text/html", "<html>"u8.ToArray()));

        var first = await _driver.CallAsync("eth_chainId");
        var second = await _driver.CallAsync("eth_chainId");

        var error = first.Root.GetProperty("error").GetRawText();
        Assert.Equal("""{"code":-32000,"message":"busy","data":{"err":7}}""", error);
        Assert.Equal(("text/html", "<html>"), (second.ContentType, second.BodyText));
    }

    [Fact]
    public async Task When_PredicateOnParams_StrikesOnlyThat()
    {
        _client.Faults.On(
            "eth_getBlockByNumber", Fault.ResultOf(null), when: call => call.Params[0].GetString() == "safe");

        var safe = await _driver.CallAsync("eth_getBlockByNumber", "safe", false);
        var latest = await _driver.CallAsync("eth_getBlockByNumber", "latest", false);

        Assert.Equal("null", safe.Result.GetRawText());
        Assert.NotEqual("null", latest.Result.GetRawText());
    }

    [Fact]
    public async Task AbortBeforeAnswer_SentTransaction_LosesAnswerAndKeepsEffect()
    {
        _client.Faults.On("eth_sendRawTransaction", Fault.AbortBeforeAnswer(), times: 1);
        _client.Faults.On("eth_sendRawTransaction", Fault.AbortOnArrival());

        var processed = await _driver.CallAsync("eth_sendRawTransaction", "0x02aa");
        var notProcessed = await _driver.CallAsync("eth_sendRawTransaction", "0x02bb");

        Assert.NotNull(processed.TransportError);
        Assert.NotNull(notProcessed.TransportError);
        Assert.Equal(["0x02aa"], _client.Mempool);
    }

    [Fact]
    public async Task AbortMidBody_Answer_BreaksOff()
    {
        _client.Faults.On("eth_chainId", Fault.AbortMidBody());

        var call = await _driver.CallAsync("eth_chainId");

        Assert.NotNull(call.TransportError);
    }

    [Fact]
    public async Task DripBody_Answer_ArrivesSlowlyAndWhole()
    {
        _client.Faults.On("eth_chainId", Fault.DripBody(10, TimeSpan.FromMilliseconds(20)));

        var call = await _driver.CallAsync("eth_chainId");

        Assert.Equal("0x385", call.Result.GetString());
        Assert.True(call.Milliseconds >= 60, $"{call.Milliseconds} ms");
    }

    [Fact]
    public async Task TruncatedBody_Answer_IsBrokenJsonInGoodHttp()
    {
        _client.Faults.On("eth_chainId", Fault.TruncatedBody(12));

        var call = await _driver.CallAsync("eth_chainId");

        Assert.Equal((200, 12), (call.Status, call.RawBody.Length));
        Assert.False(call.Succeeded);
    }

    [Fact]
    public async Task OversizedBody_Answer_IsPaddedAndStillValid()
    {
        _client.Faults.On("eth_chainId", Fault.OversizedBody(5_000_000));

        var call = await _driver.CallAsync("eth_chainId");

        Assert.Equal(5_000_000, call.RawBody.Length);
        Assert.Equal("0x385", call.Result.GetString());
    }

    [Fact]
    public async Task GzipBody_NotAskedFor_IsSent()
    {
        _client.Faults.On("eth_chainId", Fault.GzipBody());

        var call = await _driver.PostRawAsync(
            """{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"""u8.ToArray(),
            new Dictionary<string, string?> { ["Accept-Encoding"] = null });

        Assert.Equal(("gzip", "0x385"), (call.ContentEncoding, call.Result.GetString()));
    }

    [Theory]
    [InlineData("SYNCING")]
    [InlineData("ACCEPTED")]
    [InlineData("INVALID")]
    public async Task Status_AtNewPayload_IsAnsweredAndBlockNotImported(string status)
    {
        _client.Faults.On("engine_newPayload", Fault.Status(status));

        var block = await _driver.MakeBlockAsync();

        Assert.Equal(BlockStep.NewPayload, block.FailedAt);
        Assert.Contains(status, block.Failure, StringComparison.Ordinal);
        Assert.False(_client.KnowsBlock(block.Hash));
    }

    [Fact]
    public async Task All_DelayAndLie_DoBoth()
    {
        _client.Faults.On(
            "eth_chainId",
            Fault.All(Fault.Delay(TimeSpan.FromMilliseconds(40)), Fault.MutateResult(_ => "0x1")));

        var call = await _driver.CallAsync("eth_chainId");

        Assert.Equal("0x1", call.Result.GetString());
        Assert.True(call.Milliseconds >= 35, $"{call.Milliseconds} ms");
    }

    [Fact]
    public async Task Batch_OneMemberStruck_OthersAnswered()
    {
        _client.Faults.On("eth_chainId", Fault.RpcError(-32000, "busy"));

        var call = await _driver.PostRawAsync("""
            [{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},{"jsonrpc":"2.0","id":2,"method":"eth_syncing"}]
            """u8.ToArray());

        Assert.Equal(-32000, (int)call.Json![0]!["error"]!["code"]!);
        Assert.False((bool)call.Json![1]!["result"]!);
    }
}
