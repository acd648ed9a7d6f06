using Microsoft.Extensions.Options;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Telemetry.Tracing;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Endpoint;

public sealed class BatchHandlerTests : IDisposable
{
    private const string Invalid =
        """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"Invalid request: """
        + "neither a JSON-RPC request nor a batch of them.\"}}";

    private static readonly string Forkchoice =
        EngineFixture.Load("engine_forkchoiceUpdatedV3.noAttributes").RequestText;

    private readonly WalkHost _host = new();
    private readonly EngineOptions _options = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Answer_MembersWithAndWithoutWalks_AnswersInOrder()
    {
        _host.Local.Respond = _ => """{"id":125,"result":"walked"}""";
        _host.LocalOther.Respond = call => call.Text.Contains("chainId", StringComparison.Ordinal)
            ? """{"id":"a","result":"0x1"}"""
            : """{"id":3,"error":{"code":-32601}}""";

        var text = await AnswerAsync(
            $$"""[{"id":"a","method":"eth_chainId"},{{Forkchoice}},{"id":3,"method":"odd"}]""");

        Assert.Equal(
            """[{"id":"a","result":"0x1"},{"id":125,"result":"walked"},{"id":3,"error":{"code":-32601}}]""", text);
        Assert.Equal(Forkchoice, Assert.Single(_host.Local.Calls).Text);
        Assert.Single(_host.Relay.Heads);
    }

    [Fact]
    public async Task Answer_SecondMember_IsSentAfterTheFirstWasAnswered()
    {
        var answer = AnswerAsync($$"""[{"id":1,"method":"eth_a"},{"id":2,"method":"eth_b"}]""");
        var first = await _host.LocalOther.CallAsync(0);
        var sentBefore = _host.LocalOther.Calls.Count;

        first.Reply("""{"id":1}""");
        (await _host.LocalOther.CallAsync(1)).Reply("""{"id":2}""");

        Assert.Equal("""[{"id":1},{"id":2}]""", await answer);
        Assert.Equal(1, sentBefore);
    }

    [Fact]
    public async Task Answer_Notifications_AreSentAndLeftOut()
    {
        _host.LocalOther.Respond = _ => """{"id":1,"result":1}""";

        var text = await AnswerAsync("""[{"method":"eth_a"},{"id":1,"method":"eth_b"},{"method":"eth_c"}]""");

        Assert.Equal("""[{"id":1,"result":1}]""", text);
        Assert.Equal(3, _host.LocalOther.Calls.Count);
    }

    [Fact]
    public async Task Answer_NotificationsOnly_IsNothingAtAll()
    {
        _host.LocalOther.Respond = _ => "{}";

        Assert.Equal("", await AnswerAsync("""[{"method":"eth_a"},{"method":"eth_b"}]"""));
    }

    [Fact]
    public async Task Answer_MembersThatAreNoRequests_AreInvalidInTheirPlaces()
    {
        _host.LocalOther.Respond = _ => """{"id":1}""";

        var text = await AnswerAsync("""[7,{"id":1,"method":"eth_a"},{"id":2}]""");

        Assert.Equal($$"""[{{Invalid}},{"id":1},{{Invalid}}]""", text);
    }

    [Theory]
    [InlineData(200, "not json")]
    [InlineData(200, "[]")]
    [InlineData(200, "")]
    [InlineData(200, """{"id":1},{"id":2}""")]
    [InlineData(401, "Unauthorized")]
    [InlineData(500, """{"id":1,"result":1}""")]
    public async Task Answer_LocalsAnswerIsNone_IsAnErrorWithTheMembersId(int status, string body)
    {
        var answer = AnswerAsync("""[{"id":"x","method":"eth_a"}]""");
        (await _host.LocalOther.CallAsync(0)).ReplyHttp(status, body);

        var text = await answer;

        Assert.StartsWith("""[{"jsonrpc":"2.0","id":"x","error":{"code":-32000,""", text, StringComparison.Ordinal);
        Assert.EndsWith("}}]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_LocalIsAway_IsAnErrorForEachMember()
    {
        var answer = AnswerAsync("""[{"id":1,"method":"eth_a"},{"id":2,"method":"eth_b"}]""");
        (await _host.LocalOther.CallAsync(0)).Fail(UpstreamFailure.Unreachable);
        (await _host.LocalOther.CallAsync(1)).Fail(UpstreamFailure.TimedOut);

        using var json = System.Text.Json.JsonDocument.Parse(await answer);

        Assert.Equal([1, 2], json.RootElement.EnumerateArray().Select(member => member.GetProperty("id").GetInt32()));
        Assert.All(
            json.RootElement.EnumerateArray(),
            member => Assert.Equal(-32000, member.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Fact]
    public async Task Answer_OverTheSizeLimit_TellsTheRestWithoutAskingLocal()
    {
        _options.BodyBytesMax = 20;
        _host.LocalOther.Respond = _ => """{"id":1,"result":"0123456789"}""";

        var text = await AnswerAsync("""[{"id":1,"method":"eth_a"},{"id":2,"method":"eth_b"}]""");

        Assert.StartsWith(
            """[{"id":1,"result":"0123456789"},{"jsonrpc":"2.0","id":2,"error":{"code":-32003,""", text,
            StringComparison.Ordinal);
        Assert.Single(_host.LocalOther.Calls);
    }

    [Theory]
    [InlineData("""{"id":1,"method":"engine_getPayloadV4"}""", true)]
    [InlineData("""{"id":1,"method":"engine_newPayloadV9"}""", true)]
    [InlineData("""{"id":null,"method":"engine_forkchoiceUpdatedV3"}""", true)]
    [InlineData("""{"method":"engine_forkchoiceUpdatedV3"}""", false)]
    [InlineData("""{"id":1,"method":"engine_exchangeCapabilities"}""", false)]
    [InlineData("""{"id":1,"method":"eth_chainId"}""", false)]
    public void HasWalk_Call_IsWhetherAnswerersOfOurOwnTakeIt(string body, bool hasWalk)
    {
        Assert.Equal(hasWalk, CallRouter.HasWalk(WalkHost.Call(body)));
    }

    private async Task<string> AnswerAsync(string batch)
    {
        using var body = BodyLease.Copy(System.Text.Encoding.UTF8.GetBytes(batch));
        var router = new CallRouter(
            _host.Forkchoice, _host.GetPayload, _host.NewPayload, _host.LocalClients, _host.Timeouts, _host.Time,
            new BuildTraces(Options.Create(new TracingOptions())));
        var handler = new BatchHandler(router, Options.Create(_options));
        return await WalkHost.TextAsync(Task.Run(() => handler.Answer(ReadText.Read(body.Bytes).Calls, body)));
    }
}
