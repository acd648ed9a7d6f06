using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>
/// Requests that two servers could read differently, and heads beyond all limits: refused, and the connection with them,
/// so that nothing after them is read as a request of its own.
/// </summary>
[Trait("Category", "E2E")]
public sealed class SmugglingTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private const string Body = """{"jsonrpc":"2.0","id":1,"method":"eth_first"}""";
    private const string Chunked = "Transfer-Encoding: chunked";

    private static readonly string Smuggled = """{"jsonrpc":"2.0","id":2,"method":"eth_smuggled"}""";

    private readonly GatewayWithBuilder _setup = setup.Fresh();

    public static TheoryData<string, int, string> Ambiguous => new()
    {
        { "CL and TE", 400, Head($"Content-Length: {Body.Length}", Chunked) + Chunks(Body) },
        { "TE and CL", 400, Head(Chunked, "Content-Length: 4") + Chunks(Body) },
        { "two CLs", 400, Head($"Content-Length: {Body.Length}", "Content-Length: 4") + Body },
        { "two equal CLs", 400, Head($"Content-Length: {Body.Length}", $"Content-Length: {Body.Length}") + Body },
        { "CL list", 400, Head($"Content-Length: {Body.Length}, {Body.Length}") + Body },
        { "CL in hex", 400, Head($"Content-Length: 0x{Body.Length:x}") + Body },
        { "CL with a sign", 400, Head($"Content-Length: +{Body.Length}") + Body },
        { "CL negative", 400, Head("Content-Length: -1") + Body },
        { "CL beyond 64 bits", 400, Head("Content-Length: 99999999999999999999") + Body },
        { "CL empty", 400, Head("Content-Length:") + Body },
        { "TE unknown", 400, Head("Transfer-Encoding: xchunked") + Chunks(Body) },
        { "TE not last", 400, Head("Transfer-Encoding: chunked, identity") + Chunks(Body) },
        { "TE twice", 400, Head(Chunked, "Transfer-Encoding: identity") + Chunks(Body) },
        { "TE with a blank", 400, Head("Transfer-Encoding : chunked") + Chunks(Body) },
        { "TE after a bare CR", 400, Head("X: a\rTransfer-Encoding: chunked", $"Content-Length: {Body.Length}") + Body },
        { "TE folded", 400, Head("Transfer-Encoding:\r\n chunked") + Chunks(Body) },
        { "header folded", 400, Head("X: a\r\n b", $"Content-Length: {Body.Length}") + Body },
        { "header with a NUL", 400, Head("X: a\0b", $"Content-Length: {Body.Length}") + Body },
        { "header without a name", 400, Head(": a", $"Content-Length: {Body.Length}") + Body },
        { "header without a colon", 400, Head("Xa", $"Content-Length: {Body.Length}") + Body },
        { "chunk size no number", 400, Head(Chunked) + "z\r\n" + Body + "\r\n0\r\n\r\n" },
        { "chunk size with 0x", 400, Head(Chunked) + $"0x{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n" },
        { "chunk size overflow", 400, Head(Chunked) + $"1000000000000000{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n" },
        { "chunk longer than said", 400, Head(Chunked) + $"4\r\n{Body}\r\n0\r\n\r\n" },
        { "no Host", 400, Head($"Content-Length: {Body.Length}").Replace("Host: gateway\r\n", "") + Body },
        { "two Hosts", 400, Head("Host: other", $"Content-Length: {Body.Length}") + Body },
        { "Host no authority", 400, Head($"Content-Length: {Body.Length}").Replace("Host: gateway", "Host: a b") + Body },
        { "absolute form, other Host", 400, Head($"Content-Length: {Body.Length}").Replace("POST / ", "POST http://other/ ") + Body },
        { "version 2.0", 505, Head($"Content-Length: {Body.Length}").Replace("HTTP/1.1", "HTTP/2.0") + Body },
        { "version 1.2", 505, Head($"Content-Length: {Body.Length}").Replace("HTTP/1.1", "HTTP/1.2") + Body },
        { "101 headers", 431, Head([.. Enumerable.Range(0, 101).Select(i => $"X-{i}: a"), $"Content-Length: {Body.Length}"]) + Body },
        { "33 KiB of headers", 431, Head("X: " + new string('a', 33 << 10), $"Content-Length: {Body.Length}") + Body },
        { "line of 9 KiB", 414, Head($"Content-Length: {Body.Length}").Replace("POST / ", "POST /" + new string('a', 9 << 10) + " ") + Body },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task Request_Ambiguous_IsRefusedAndNothingAfterItIsRead(string what, int status, string request)
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        var bearer = _setup.Gateway.Bearer();

        await connection.SendAsync(request.Replace("TOKEN", bearer, StringComparison.Ordinal)
            + RawConnection.Post(Smuggled, bearer));
        var answer = await connection.ReadAnswerAsync();
        var isClosed = await connection.IsClosedAsync();

        Assert.Equal((what, status, true), (what, answer.Status, isClosed));
        AssertNobodyWasAsked();
    }

    [Theory]
    [InlineData("absolute form", "POST http://gateway/ HTTP/1.1")]
    [InlineData("query and path", "POST /a/b?c=d HTTP/1.1")]
    public async Task Target_OfAnyShape_LeadsNowhereElse(string what, string line)
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        var request = RawConnection.Post("""{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""", _setup.Gateway.Bearer());

        await connection.SendAsync(request.Replace("POST / HTTP/1.1", line, StringComparison.Ordinal));
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal((what, 200), (what, answer.Status));
        var call = Assert.Single(_setup.Local.CallsOf("eth_chainId"));
        Assert.Equal(_setup.Local.Url.Authority, call.Header("Host"));
    }

    [Fact]
    public async Task Trailers_AfterChunks_AreNotHeaders()
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);
        const string call = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}""";

        await connection.SendAsync(
            RawConnection.Head(_setup.Gateway.Bearer(), Chunked)
            + $"{call.Length:x}\r\n{call}\r\n0\r\nX-Late: a\r\nHost: other\r\n\r\n");
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal(200, answer.Status);
        Assert.Null(Assert.Single(_setup.Local.CallsOf("eth_chainId")).Header("X-Late"));
    }

    [Fact]
    public async Task Head_NeverEnding_IsGivenUpOn()
    {
        using var connection = await RawConnection.OpenAsync(_setup.Gateway.EngineUrl);

        await connection.SendAsync("POST / HTTP/1.1\r\nHost: gateway\r\nX-Slow: ");
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal(408, answer.Status);
        Assert.True(await connection.IsClosedAsync());
    }

    private static string Head(params string[] lines) => RawConnection.Head("TOKEN", lines);

    private static string Chunks(string body) => $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n";

    private void AssertNobodyWasAsked()
    {
        Assert.Empty(_setup.Local.CallsOf("eth_first"));
        Assert.Empty(_setup.Local.CallsOf("eth_smuggled"));
        Assert.Empty(_setup.Builder.CallsOf("eth_smuggled"));
    }
}
