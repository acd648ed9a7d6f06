using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>Without a builder a caller cannot tell the gateway from the execution client behind it.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "1")]
public sealed class TransparencyTests(GatewayAlone setup) : IClassFixture<GatewayAlone>
{
    public static TheoryData<string> Bodies =>
    [
        """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""",
        """{ "params" : [ "latest" , false ] , "method":"eth_getBlockByNumber","id" : "a\u0062c", "jsonrpc":"2.0" }""",
        """{"jsonrpc":"2.0","id":3,"method":"engine_exchangeCapabilities","params":[["engine_getPayloadV4"]]}""",
        """{"jsonrpc":"2.0","id":4,"method":"engine_getPayloadV4","params":["0x0000000000000bad"]}""",
        """{"jsonrpc":"2.0","id":5,"method":"engine_forkchoiceUpdatedV3","params":[]}""",
        """{"jsonrpc":"2.0","id":6,"method":"engine_newPayloadV4","params":[{},[],null,[]]}""",
        """{"jsonrpc":"2.0","id":7,"method":"no_suchMethod"}""",
        """{"jsonrpc":"2.0","method":"eth_chainId","params":[]}""",
        """[{"jsonrpc":"2.0","id":8,"method":"eth_chainId"},{"jsonrpc":"2.0","id":9,"method":"engine_newPayloadV4"}]""",
        "[]",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Request_NoBuilder_AnswerAndForwardedBytesEqualLocals(string body)
    {
        using var direct = new EngineRpc(setup.Local.Url, setup.Local.JwtSecret);
        var expected = await direct.PostRawAsync(System.Text.Encoding.UTF8.GetBytes(body));
        var bodySeen = setup.Local.Calls.Last(call => call.Header("User-Agent") == "Go-http-client/1.1").BodyText;

        var actual = await setup.Gateway.PostAsync(body);

        Assert.Equal(expected.BodyText, actual.BodyText);
        Assert.Equal(
            (expected.Status, expected.ContentType, expected.ContentEncoding),
            (actual.Status, actual.ContentType, actual.ContentEncoding));
        Assert.Equal(
            bodySeen, setup.Local.Calls.Last(call => call.Header("User-Agent") == "Go-http-client/1.1").BodyText);
    }

    [Fact]
    public async Task Block_NoBuilder_IsLocalsByteForByte()
    {
        using var direct = new OpNodeDriver(setup.Local.Url, setup.Local.JwtSecret);
        using var opNode = setup.Gateway.OpNode();
        var head = await opNode.ReadHeadAsync();
        var attributes = opNode.Attributes(head);

        var updated = await opNode.ForkchoiceUpdatedAsync(head.Hash, attributes);
        var payloadId = updated.Result.GetProperty("payloadId").GetString()!;
        var throughGateway = await opNode.GetPayloadAsync(payloadId);
        var straight = await direct.GetPayloadAsync(payloadId);

        Assert.Equal(straight.Result.GetRawText(), throughGateway.Result.GetRawText());
        Assert.Equal(200, throughGateway.Status);
    }

    [Fact]
    [Trait("Scenario", "4")]
    public async Task ExchangeCapabilities_LocalLacksMethod_IsNotAdvertised()
    {
        var few = new JsonArray("engine_forkchoiceUpdatedV3", "engine_getPayloadV3");
        using var rule = setup.Local.Faults.On("engine_exchangeCapabilities", Fault.ResultOf(few));

        var answer = await setup.Gateway.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"engine_exchangeCapabilities","params":[["engine_getPayloadV5"]]}""");

        Assert.Equal(few.ToJsonString(), answer.Result.GetRawText());
    }
}
