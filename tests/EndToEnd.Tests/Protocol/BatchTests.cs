using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

[Trait("Category", "E2E")]
[Trait("Scenario", "5")]
public sealed class BatchTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Fact]
    public async Task Batch_WithoutWalks_ReachesLocalAsOneBodyAndComesBackUntouched()
    {
        const string body = """[ {"jsonrpc":"2.0","id":1,"method":"eth_chainId"} , {"id":"b","method":"nope"}, 5 ]""";
        using var direct = new EngineRpc(_setup.Local.Url, _setup.Local.JwtSecret);
        var expected = await direct.PostRawAsync(System.Text.Encoding.UTF8.GetBytes(body));

        var call = await _setup.Gateway.PostAsync(body);

        Assert.Equal(expected.BodyText, call.BodyText);
        Assert.All(
            _setup.Local.Calls.Where(arrived => arrived.Id is "1" or "\"b\""),
            arrived => Assert.True(arrived.IsBatchMember));
    }

    [Fact]
    public async Task Batch_WithWalks_KeepsOrderAndIdsAndLeavesOutNotifications()
    {
        var hash = _setup.Local.Head.Hash;
        var state = $$"""{"headBlockHash":"{{hash}}","safeBlockHash":"{{hash}}","finalizedBlockHash":"{{hash}}"}""";
        var body = $$"""
            [{"jsonrpc":"2.0","id":1.50,"method":"eth_chainId","params":[]},
             {"jsonrpc":"2.0","id":"f\u0063u","method":"engine_forkchoiceUpdatedV3","params":[{{state}},null]},
             {"jsonrpc":"2.0","method":"eth_blockNumber","params":[]},
             17,
             {"id":123456789012345678901234567890,"method":"engine_getPayloadV4","params":["0x0000000000000bad"]},
             {"jsonrpc":"2.0","id":null,"method":"nope"},
             {"jsonrpc":"2.0","id":{"no":"id"},"method":"eth_chainId"}]
            """;

        var call = await _setup.Gateway.PostAsync(body);

        var answers = call.Root.EnumerateArray().ToList();
        Assert.Equal(
            ["1.50", "\"f\\u0063u\"", "null", "123456789012345678901234567890", "null", "null"],
            answers.Select(answer => answer.GetProperty("id").GetRawText()));
        Assert.Equal("0x385", answers[0].GetProperty("result").GetString());
        var updated = answers[1].GetProperty("result").GetProperty("payloadStatus");
        Assert.Equal("VALID", updated.GetProperty("status").GetString());
        Assert.Equal([-32600, -38001, -32601, -32600], answers.Skip(2).Select(CodeOf));
        await _setup.Local.WaitForCallAsync("eth_blockNumber");
    }

    [Fact]
    public async Task Batch_LocalFailsOneMember_TheOthersAreAnswered()
    {
        _setup.Local.Faults.On("eth_blockNumber", Fault.HttpStatus(500, "oops"));

        var call = await _setup.Gateway.PostAsync(
            """
            [{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["0x0000000000000bad"]},
             {"jsonrpc":"2.0","id":2,"method":"eth_blockNumber"},
             {"jsonrpc":"2.0","id":3,"method":"eth_chainId"}]
            """);

        var answers = call.Root.EnumerateArray().ToList();
        Assert.Equal([-38001, -32000], answers.Take(2).Select(CodeOf));
        Assert.Equal("0x385", answers[2].GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("eth_chainId")]
    [InlineData("engine_getPayloadV4")]
    public async Task Batch_OverTheLimit_IsRefusedWhole(string method)
    {
        var member = $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":["0x0000000000000bad"]}""";
        string Batch(int count) => $"[{string.Join(',', Enumerable.Repeat(member, count))}]";

        var fits = await _setup.Gateway.PostAsync(Batch(8));
        var arrived = _setup.Local.CallsOf(method).Count;
        var over = await _setup.Gateway.PostAsync(Batch(9));

        Assert.Equal(8, fits.Root.GetArrayLength());
        Assert.Equal((200, -32600), (over.Status, over.ErrorCode));
        Assert.Equal(arrived, _setup.Local.CallsOf(method).Count);
    }

    [Fact]
    public async Task Batch_OfNotificationsOnly_IsNotAnsweredWithAnEmptyList()
    {
        var call = await _setup.Gateway.PostAsync(
            """[{"method":"engine_forkchoiceUpdatedV3","params":[]},{"jsonrpc":"2.0","method":"eth_chainId"}]""");

        // It goes to local as one body: the answer is whatever local thinks fit.
        using var direct = new EngineRpc(_setup.Local.Url, _setup.Local.JwtSecret);
        var expected = await direct.PostRawAsync(call.Request);
        Assert.Equal(expected.BodyText, call.BodyText);
    }

    private static int CodeOf(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
