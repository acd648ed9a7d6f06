using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>What is no JSON-RPC request is refused in JSON-RPC's terms, and no upstream hears of it.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "55")]
public sealed class MalformedRequestTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Theory]
    [InlineData("", -32700)]
    [InlineData(" ", -32700)]
    [InlineData("{", -32700)]
    [InlineData("nul", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["0x01"]""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId"} {}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId",}""", -32700)]
    [InlineData("""{'method':'eth_chainId'}""", -32700)]
    [InlineData("{\"method\":\"eth_\u0001chainId\"}", -32700)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""", -32700)]
    [InlineData("null", -32600)]
    [InlineData("17", -32600)]
    [InlineData("\"eth_chainId\"", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"id":1}""", -32600)]
    [InlineData("""{"id":1,"method":null}""", -32600)]
    [InlineData("""{"id":1,"method":["eth_chainId"]}""", -32600)]
    [InlineData("""{"id":[1],"method":"eth_chainId"}""", -32600)]
    [InlineData("""{"id":true,"method":"eth_chainId"}""", -32600)]
    [InlineData("""{"id":1,"id":2,"method":"eth_chainId"}""", -32600)]
    [InlineData("""{"id":1,"method":"eth_chainId","method":"engine_getPayloadV4"}""", -32600)]
    [InlineData("""{"id":1,"method":"eth_chainId","m\u0065thod":"engine_getPayloadV4"}""", -32600)]
    [InlineData("""{"id":1,"method":"eth_chainId","params":[],"params":[1]}""", -32600)]
    [InlineData("""{"id":1,"method":"\ud800"}""", -32600)]
    public async Task Body_NoRequest_IsRefusedAndForwardedToNobody(string body, int code)
    {
        var call = await _setup.Gateway.PostAsync(body);

        Assert.Equal((200, "application/json", code), (call.Status, call.ContentType, call.ErrorCode));
        AssertNobodyWasAsked();
    }

    [Theory]
    [InlineData("""{"\ud800":1,"id":1,"method":"eth_chainId"}""")]
    [InlineData("""{"id":1,"method":"engine_getPayloadV4","params":["\udc00"],"\udc00x":{}}""")]
    public async Task Body_NameThatIsNoText_IsNoInternalError(string body)
    {
        var call = await _setup.Gateway.PostAsync(body);

        Assert.Equal(200, call.Status);
        Assert.NotEqual(-32603, call.ErrorCode);
    }

    [Fact]
    public async Task Body_NotUtf8_IsNoInternalError()
    {
        using var rpc = new EngineRpc(_setup.Gateway.EngineUrl, _setup.Gateway.JwtSecret);

        byte[] body = [.. """{"id":1,"method":"""u8, .. "\""u8, 0xFF, 0xFE, .. "\"}"u8];
        var call = await rpc.PostRawAsync(body);

        Assert.Equal(200, call.Status);
        Assert.NotEqual(-32603, call.ErrorCode);
    }

    [Fact]
    public async Task Body_TooDeep_IsRefusedWithTheLimit()
    {
        static string Nested(int depth) =>
            $$"""{"id":"deep","method":"eth_chainId","params":{{new string('[', depth)}}{{new string(']', depth)}}}""";

        var fits = await _setup.Gateway.PostAsync(Nested(31));
        var over = await _setup.Gateway.PostAsync(Nested(32));
        var far = await _setup.Gateway.PostAsync(Nested(1_000_000));

        Assert.True(fits.Succeeded, fits.ToString());
        Assert.Equal((200, -32600), (over.Status, over.ErrorCode));
        Assert.Contains("32", over.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((200, -32600), (far.Status, far.ErrorCode));
        Assert.Single(_setup.Local.Calls, arrived => arrived.Id == "\"deep\"");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    public async Task ContentType_NotJson_IsRefusedWith415(string? contentType)
    {
        using var rpc = new EngineRpc(_setup.Gateway.EngineUrl, _setup.Gateway.JwtSecret);

        var call = await rpc.PostRawAsync(
            """{"id":1,"method":"eth_chainId"}"""u8.ToArray(),
            new Dictionary<string, string?> { ["Content-Type"] = contentType });

        Assert.Equal((415, -32600), (call.Status, call.ErrorCode));
        AssertNobodyWasAsked();
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json-rpc")]
    [InlineData("application/jsonrequest")]
    public async Task ContentType_OneThatGethTakes_IsTaken(string contentType)
    {
        using var rpc = new EngineRpc(_setup.Gateway.EngineUrl, _setup.Gateway.JwtSecret);

        var call = await rpc.PostRawAsync(
            """{"id":1,"method":"eth_chainId"}"""u8.ToArray(),
            new Dictionary<string, string?> { ["Content-Type"] = contentType });

        Assert.True(call.Succeeded, call.ToString());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task HttpMethod_NotPost_IsRefusedWith405(string method)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), _setup.Gateway.EngineUrl);

        using var answer = await http.SendAsync(request);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    private void AssertNobodyWasAsked()
    {
        // Polls go on all the time and carry the gateway's own ids.
        Assert.DoesNotContain(_setup.Local.Calls, call => call.Method is "" or "eth_chainId" || call.Is("engine_*"));
        Assert.DoesNotContain(_setup.Builder.Calls, call => call.Method is "" or "eth_chainId" || call.Is("engine_*"));
    }
}
