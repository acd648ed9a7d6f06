using System.Text;
using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>With a builder, what local says still reaches the caller as local said it.</summary>
[Trait("Category", "E2E")]
public sealed class LocalAnswersUntouchedTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private readonly GatewayWithBuilder _setup = setup.Fresh();

    private static readonly string[] MethodNames =
    [
        "engine_forkchoiceUpdatedV3", "engine_newPayloadV4", "engine_getPayloadV4", "engine_exchangeCapabilities",
        "eth_getBlockByNumber", "eth_sendRawTransaction",
    ];

    public static TheoryData<string> Methods => [.. MethodNames];

    public static TheoryData<string, int, string> MethodsAndStatuses
    {
        get
        {
            var rows = new TheoryData<string, int, string>();
            foreach (var method in MethodNames)
            {
                rows.Add(method, 401, "text/plain; charset=utf-8");
                rows.Add(method, 429, "application/json");
                rows.Add(method, 503, "text/html");
            }

            return rows;
        }
    }

    [Theory]
    [Trait("Scenario", "2")]
    [InlineData("engine_forkchoiceUpdatedV9")]
    [InlineData("engine_getPayloadV9")]
    [InlineData("engine_newPayloadV9")]
    [InlineData("engine_newPayloadV11")]
    [InlineData("engine_getPayloadV1")]
    [InlineData("engine_forkchoiceUpdated")]
    [InlineData("engine_somethingNewV1")]
    [InlineData("engine_getPayloadV")]
    [InlineData("engine_getPayloadV99999999999999999999")]
    public async Task UnknownMethod_WithBuilder_ReachesLocalUntouched(string method)
    {
        var body = $$"""{"id":"u","future":{"x":[1,2.50]},"method":"{{method}}","params":[{"k":1e3}, null]}""";
        var answer = JsonNode.Parse("""{"status":"SOMETHING_NEW","n":[1.50,{}]}""");
        _setup.Local.Faults.On(method, Fault.ResultOf(answer));

        var call = await _setup.Gateway.PostAsync(body);

        Assert.Equal(body, Assert.Single(_setup.Local.Calls, arrived => arrived.Id == "\"u\"").BodyText);
        Assert.Equal(
            $$"""{"jsonrpc":"2.0","id":"u","result":{{answer!.ToJsonString()}}}""" + "\n", call.BodyText);
    }

    [Theory]
    [Trait("Scenario", "3")]
    [MemberData(nameof(Methods))]
    public async Task RpcError_OfLocal_IsTheAnswerWithCodeAndData(string method)
    {
        var data = JsonNode.Parse("""{"err":"déjà vu","list":[1,{"deep":null}]}""");
        _setup.Local.Faults.On(method, Fault.RpcError(-38002, "Invalid forkchoice state <&>", data));

        var call = await _setup.Gateway.PostAsync(
            $$"""{"jsonrpc":"2.0","id":77,"method":"{{method}}","params":["0x0000000000000001"]}""");

        var error = new JsonObject { ["code"] = -38002, ["message"] = "Invalid forkchoice state <&>", ["data"] = data };
        Assert.Equal($$"""{"jsonrpc":"2.0","id":77,"error":{{error.ToJsonString()}}}""" + "\n", call.BodyText);
        Assert.Equal(200, call.Status);
    }

    [Theory]
    [Trait("Scenario", "3")]
    [MemberData(nameof(MethodsAndStatuses))]
    public async Task HttpError_OfLocal_KeepsStatusTypeAndBody(string method, int status, string contentType)
    {
        var body = Encoding.UTF8.GetBytes($"it is {status} — and not JSON");
        _setup.Local.Faults.On(method, Fault.RawAnswer(status, contentType, body));

        var call = await _setup.Gateway.PostAsync(
            $$"""{"jsonrpc":"2.0","id":78,"method":"{{method}}","params":["0x0000000000000001"]}""");

        Assert.Equal((status, contentType), (call.Status, call.ContentType));
        Assert.Equal(body, call.RawBody.ToArray());
    }

    [Fact]
    [Trait("Scenario", "4")]
    public async Task ExchangeCapabilities_WithBuilder_AreLocalsAlone()
    {
        var few = new JsonArray("engine_forkchoiceUpdatedV3");
        _setup.Local.Faults.On("engine_exchangeCapabilities", Fault.ResultOf(few));

        var call = await _setup.Gateway.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"engine_exchangeCapabilities","params":[[]]}""");

        Assert.Equal(few.ToJsonString(), call.Result.GetRawText());
        Assert.Empty(_setup.Builder.CallsOf("engine_exchangeCapabilities"));
    }

    [Fact]
    [Trait("Scenario", "3")]
    public async Task Local_CannotBeReached_AnswersHttpErrorsThatOpNodeRetries()
    {
        _setup.Local.Faults.On("*", Fault.AbortOnArrival());
        List<int> statuses = [];

        foreach (var method in MethodNames)
        {
            var call = await _setup.Gateway.PostAsync($$"""{"id":79,"method":"{{method}}","params":[]}""");
            statuses.Add(call.Status);
            Assert.Equal((-32000, "79"), (call.ErrorCode, call.Root.GetProperty("id").GetRawText()));
        }

        Assert.All(statuses, status => Assert.Equal(502, status));
    }

    [Fact]
    public async Task Answer_WithNameThatIsNoText_IsPassedOnAndCostsNothing()
    {
        const string answer = """{"jsonrpc":"2.0","\ud800":[],"id":80,"result":{"\ud800":1,"\udc00x":{}}}""";
        _setup.Local.Faults.On("*", Fault.RawAnswer(200, "application/json", Encoding.UTF8.GetBytes(answer)));

        foreach (var method in MethodNames)
        {
            var call = await _setup.Gateway.PostAsync($$"""{"id":80,"method":"{{method}}","params":[]}""");

            Assert.Equal((200, answer), (call.Status, call.BodyText));
        }
    }
}
