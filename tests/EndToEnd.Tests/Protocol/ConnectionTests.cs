using System.Text;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>Callers that are slow, vanish, or send the next request before the answer to the last.</summary>
[Trait("Category", "E2E")]
public sealed class ConnectionTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Fact]
    public async Task Requests_Pipelined_AreAnsweredInOrder()
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        var requests = new StringBuilder();
        for (var id = 1; id <= 6; id++)
        {
            var method = id % 2 == 0 ? "engine_getPayloadV4" : "eth_chainId";
            requests.Append(Request($$"""{"id":{{id}},"method":"{{method}}","params":["0x0000000000000bad"]}"""));
        }

        await connection.SendAsync(requests.ToString());
        List<RawAnswer> answers = [];
        while (answers.Count < 6)
        {
            answers.Add(await connection.ReadAnswerAsync());
        }

        for (var id = 1; id <= 6; id++)
        {
            Assert.Contains($"\"id\":{id},", answers[id - 1].Text, StringComparison.Ordinal);
            Assert.Contains(id % 2 == 0 ? "-38001" : "0x385", answers[id - 1].Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{", 200)]
    [InlineData("""{"id":1,"method":5}""", 200)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"engine_newPayloadV4","params":[]}""", 200)]
    public async Task Request_AfterARefusedOneOnTheSameConnection_IsAnswered(string bad, int status)
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await connection.SendAsync(Request(bad) + Request(ChainId(2)));
        var first = await connection.ReadAnswerAsync();
        var second = await connection.ReadAnswerAsync();

        Assert.Equal(status, first.Status);
        Assert.Contains("\"error\"", first.Text, StringComparison.Ordinal);
        Assert.Equal("""{"jsonrpc":"2.0","id":2,"result":"0x385"}""" + "\n", second.Text);
    }

    [Fact]
    public async Task Request_AfterOneWithABadToken_IsAnsweredOnTheSameConnection()
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        var big = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""" + new string(' ', 100_000);

        await connection.SendAsync(RawConnection.Post(big, "Bearer nonsense") + Request(ChainId(2)));
        var first = await connection.ReadAnswerAsync();
        var second = await connection.ReadAnswerAsync();

        Assert.Equal((401, 200), (first.Status, second.Status));
        Assert.Contains("\"id\":2,", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth_chainId", "0x385")]
    [InlineData("engine_getPayloadV4", "-38001")]
    public async Task Request_InChunks_ReachesLocalWhole(string method, string expected)
    {
        var body = $$"""{"jsonrpc":"2.0","id":"chunked","method":"{{method}}","params":["0x0000000000000bad"]}""";
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await connection.SendAsync(RawConnection.Head(_setup.Gateway.Bearer(), "Transfer-Encoding: chunked"));
        foreach (var letter in body)
        {
            await connection.SendAsync($"1\r\n{letter}\r\n");
        }

        await connection.SendAsync("0\r\n\r\n");
        var answer = await connection.ReadAnswerAsync();

        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.Equal(body, Assert.Single(_setup.Local.Calls, call => call.Id == "\"chunked\"").BodyText);
    }

    [Fact]
    public async Task Caller_DripsItsBody_IsAnsweredAndHoldsUpNobody()
    {
        using var slow = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        var request = Request(ChainId(1));
        await slow.SendAsync(request[..^20]);
        foreach (var letter in request[^20..^1])
        {
            await slow.SendAsync(letter.ToString());
            var other = await _setup.Gateway.PostAsync(ChainId(2));
            Assert.True(other.Succeeded, other.ToString());
        }

        await slow.SendAsync(request[^1..]);
        var answer = await slow.ReadAnswerAsync();

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":"0x385"}""" + "\n", answer.Text);
    }

    [Fact]
    public async Task Caller_StopsInTheMiddleOfItsBody_IsGivenUpOn()
    {
        using var stuck = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await stuck.SendAsync(Request(ChainId(1))[..^5]);
        var answer = await stuck.ReadAnswerAsync();

        Assert.Equal(408, answer.Status);
        Assert.True(await stuck.IsClosedAsync());
        Assert.DoesNotContain(_setup.Local.Calls, call => call.Method == "eth_chainId");
    }

    [Fact]
    public async Task Caller_VanishesInTheMiddleOfItsBody_NothingIsForwarded()
    {
        var before = await _setup.Gateway.MetricAsync(Refused("disconnected"));
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        // Reset before the gateway has begun to read, the request is never seen.
        var head = RawConnection.Head(_setup.Gateway.Bearer(), "Content-Length: 100", "Expect: 100-continue");
        await connection.SendAsync(head);
        Assert.Equal(100, (await connection.ReadAnswerAsync()).Status);
        await connection.SendAsync(ChainId(1)[..^5]);
        connection.Reset();

        await _setup.Gateway.WaitForMetricAsync(Refused("disconnected"), before + 1);
        Assert.True((await _setup.Gateway.PostAsync(ChainId(2))).Succeeded);
        Assert.Equal("2", Assert.Single(_setup.Local.CallsOf("eth_chainId")).Id);
    }

    [Fact]
    public async Task Caller_VanishesWhileItsBlockIsMade_GetsTheSameBlockWhenItAsksAgain()
    {
        using var opNode = _setup.Gateway.OpNode();
        var head = await opNode.ReadHeadAsync();
        var updated = await opNode.ForkchoiceUpdatedAsync(head.Hash, opNode.Attributes(head));
        var id = updated.Result.GetProperty("payloadId").GetString()!;
        var gate = new TaskCompletionSource();
        _setup.Builder.Faults.On("engine_getPayload", Fault.HoldAnswerUntil(gate.Task));
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await connection.SendAsync(Request(
            $$"""{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["{{id}}"]}"""));
        await _setup.Builder.WaitForCallAsync("engine_getPayload");
        connection.Reset();
        gate.SetResult();
        var again = await opNode.GetPayloadAsync(id);

        Assert.True(again.Succeeded, again.ToString());
        Assert.Single(_setup.Builder.CallsOf("engine_getPayload"));
        Assert.Contains(_setup.Builder.Name, MarkerOf(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_VanishesInTheMiddleOfAnAnswer_TheNextIsServed()
    {
        using var rule = _setup.Local.Faults.On("eth_blockNumber", Fault.OversizedBody(64 << 20));
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await connection.SendAsync(Request("""{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}"""));
        var struck = await _setup.Local.WaitForCallAsync("eth_blockNumber");
        connection.Reset();

        // Local is through with it only because the gateway lets go of its side too: nobody takes the 64 MiB. Whether its
        // server hears of that before or after its last write into nothing is chance.
        await struck[0].Answered.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True((await _setup.Gateway.PostAsync(ChainId(2))).Succeeded);
    }

    private static string ChainId(int id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"eth_chainId","params":[]}""";

    private static string Refused(string reason) => $"sidecar_requests_refused_total{{reason=\"{reason}\"}}";

    private static string MarkerOf(EngineCall getPayload)
    {
        var transactions = getPayload.Result.GetProperty("executionPayload").GetProperty("transactions");
        return Encoding.ASCII.GetString(Convert.FromHexString(transactions[1].GetString()!.AsSpan(2)));
    }

    private string Request(string body) => RawConnection.Post(body, _setup.Gateway.Bearer());
}
