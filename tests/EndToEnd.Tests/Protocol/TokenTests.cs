using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

[Trait("Category", "E2E")]
[Trait("Scenario", "7")]
public sealed class TokenTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private const string Capabilities =
        """{"jsonrpc":"2.0","id":"t","method":"engine_exchangeCapabilities","params":[[]]}""";

    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(59)]
    [InlineData(-59)]
    public async Task Token_InsideTheMinute_IsAccepted(int secondsOff)
    {
        var call = await _setup.Gateway.PostAsync(Capabilities, Issued(secondsOff, towardsNow: true));

        Assert.True(call.Succeeded, call.ToString());
    }

    [Theory]
    [InlineData(61, "future token")]
    [InlineData(-61, "stale token")]
    [InlineData(86400, "future token")]
    [InlineData(-86400, "stale token")]
    public async Task Token_OutsideTheMinute_Is401(int secondsOff, string text)
    {
        var call = await _setup.Gateway.PostAsync(Capabilities, Issued(secondsOff, towardsNow: false));

        AssertRefused(call, text);
    }

    [Fact]
    public async Task Token_Bad_Is401()
    {
        var now = new JsonObject { ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() };
        var secret = _setup.Gateway.JwtSecret;
        var good = Jwt.Mint(secret);
        (string? Authorization, string Text)[] cases =
        [
            (null, "missing token"),
            ("Bearer", "missing token"),
            ("Bearer " + Jwt.Mint(Jwt.NewSecret()), "signature is invalid"),
            ("Bearer " + good[..^4] + "AAAA", "signature is invalid"),
            ("Bearer " + Jwt.MintUnsigned(now), "not HS256"),
            ("Bearer " + Jwt.Mint(secret, now, new JsonObject { ["alg"] = "none" }), "not HS256"),
            ("Bearer " + Jwt.Mint(secret, now, new JsonObject { ["alg"] = "HS512" }), "not HS256"),
            ("Bearer " + Jwt.Mint(secret, new JsonObject()), "missing issued-at"),
            ("Bearer not.a.token", "base64url"),
            ("Bearer " + new string('a', 5000), "too long"),
            ("Basic dXNlcjpwYXNz", "not Bearer"),
        ];

        foreach (var (authorization, text) in cases)
        {
            AssertRefused(await _setup.Gateway.PostAsync(Capabilities, authorization), text);
        }
    }

    [Theory]
    [InlineData("eth_getBlockByNumber", """["latest",false]""")]
    [InlineData("eth_chainId", "[]")]
    [InlineData("net_peerCount", "[]")]
    [InlineData("admin_peers", "[]")]
    [InlineData("miner_setMaxDASize", """["0x0","0x1000"]""")]
    public async Task ExemptMethod_WithoutToken_ReachesLocalWithOurs(string method, string parameters)
    {
        var body = $$"""{"jsonrpc":"2.0","id":"x","method":"{{method}}","params":{{parameters}}}""";

        var call = await _setup.Gateway.PostAsync(body, null);

        // Local checks tokens, so an answer proves that the gateway brought one.
        Assert.True(call.Succeeded, call.ToString());
        var seen = Assert.Single(_setup.Local.Calls, arrived => arrived.Id == "\"x\"");
        Assert.Equal(body, seen.BodyText);
    }

    [Theory]
    [InlineData("engine_getPayloadV4")]
    [InlineData("engine_newPayloadV4")]
    [InlineData("engine_forkchoiceUpdatedV3")]
    [InlineData("engine_exchangeCapabilities")]
    [InlineData("eth_sendRawTransaction")]
    [InlineData("eth_getBlockByHash")]
    [InlineData("ETH_CHAINID")]
    [InlineData("debug_setHead")]
    public async Task OtherMethod_WithoutToken_Is401(string method)
    {
        var call = await _setup.Gateway.PostAsync(
            $$"""{"jsonrpc":"2.0","id":"t","method":"{{method}}","params":["0x01"]}""", null);

        AssertRefused(call, "missing token");
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"t","method":"eth_chainId","extra":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"t","method":"eth_chainId","Method":"engine_getPayloadV4"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"t","METHOD":"engine_getPayloadV4","method":"eth_chainId"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"t","method":"eth_chainId","Params":["0x01"]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"t","method":"eth_chainId","m\u0045thod":"engine_getPayloadV4"}""")]
    [InlineData("""[{"id":"t","method":"eth_chainId"},{"id":"t","method":"engine_getPayloadV4"}]""")]
    [InlineData("""[{"id":"t","method":"eth_chainId"},{"id":"t","method":"eth_chainId","Method":"x"}]""")]
    [InlineData("""[{"jsonrpc":"2.0","id":"t","method":"eth_chainId"},7]""")]
    [InlineData("[]")]
    public async Task ExemptMethod_WithAnythingMore_Is401WithoutToken(string body)
    {
        var call = await _setup.Gateway.PostAsync(body, null);

        AssertRefused(call, "missing token");
    }

    [Fact]
    public async Task ExemptMethod_NamedTwice_IsRefusedWithOrWithoutToken()
    {
        const string body = """{"id":"t","method":"eth_chainId","m\u0065thod":"engine_getPayloadV4"}""";

        var without = await _setup.Gateway.PostAsync(body, null);
        var with = await _setup.Gateway.PostAsync(body);

        Assert.Equal((-32600, -32600), (without.ErrorCode, with.ErrorCode));
        Assert.DoesNotContain(_setup.Local.Calls, arrived => arrived.Id == "\"t\"");
    }

    [Fact]
    public async Task ExemptMethod_BodyLargerThanItNeedsToBe_Is401WithoutToken()
    {
        var body = """{"jsonrpc":"2.0","id":"t","method":"eth_chainId"}""" + new string(' ', 64 * 1024);

        AssertRefused(await _setup.Gateway.PostAsync(body, null), "missing token");
    }

    [Fact]
    public async Task Tokens_SwitchedOff_NobodyNeedsOne()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(_setup.Local, null, "--require-jwt", "false");

        var without = await gateway.PostAsync(Capabilities, null);
        var wrong = await gateway.PostAsync(Capabilities, "Bearer nonsense");

        Assert.True(without.Succeeded && wrong.Succeeded, $"{without} {wrong}");
    }

    [Fact]
    public async Task Tokens_SecretOfTheirOwn_IsTheOneThatCounts()
    {
        var ours = Jwt.NewSecret();
        await using var gateway = await GatewayUnderTest.StartAsync(
            _setup.Local, null, "--jwt-secret", Convert.ToHexString(ours));

        var withOurs = await gateway.PostAsync(Capabilities, "Bearer " + Jwt.Mint(ours));
        var withLocals = await gateway.PostAsync(Capabilities, "Bearer " + Jwt.Mint(_setup.Local.JwtSecret!));

        Assert.True(withOurs.Succeeded, withOurs.ToString());
        Assert.Equal(401, withLocals.Status);
    }

    /// <summary>A token rounded so that a second that passes on the way does not change the verdict.</summary>
    private string Issued(int secondsOff, bool towardsNow)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        var roundsUp = secondsOff < 0 == towardsNow;
        var issuedAt = (roundsUp ? Math.Ceiling(now) : Math.Floor(now)) + secondsOff;
        return "Bearer " + Jwt.Mint(_setup.Gateway.JwtSecret, DateTimeOffset.FromUnixTimeSeconds((long)issuedAt));
    }

    private void AssertRefused(EngineCall call, string text)
    {
        Assert.Equal((401, "application/json", -32000), (call.Status, call.ContentType, call.ErrorCode));
        Assert.Contains(text, call.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("Bearer", call.Headers["WWW-Authenticate"]);
        Assert.DoesNotContain(_setup.Local.Calls, arrived => arrived.Id == "\"t\"");
        Assert.DoesNotContain(_setup.Builder.Calls, arrived => arrived.Id == "\"t\"");
    }
}
