using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Callers;
using Sidecar.Gateway.Upstream;
using Sidecar.Gateway.Upstream.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream;

public sealed class PassThroughTests : IDisposable
{
    private const string Body = """{"id":1,"method":"eth_chainId"}""";

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly TestCaller _caller = new();

    public PassThroughTests()
    {
        _caller.Add("Content-Type", "application/json; charset=utf-8");
        _caller.Add("Content-Length", $"{Body.Length}");
    }

    public void Dispose()
    {
        _meters.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task Forward_Request_ArrivesWithItsBodyAndHeaders()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _caller.Add("X-Custom", "one");
        _caller.Add("X-Custom", "two");
        _caller.Add("User-Agent", "Geth/v1.0 (odd; agent)");
        _caller.Add("Content-Encoding", "gzip");
        _caller.Add("Accept-Encoding", "gzip, br");

        await ForwardAsync(server.Url);

        var (headers, body) = Split(await server.ReceivedAsync());
        Assert.Equal(Body, body);
        Assert.Equal("POST / HTTP/1.1", headers[0]);
        Assert.Equal(["X-Custom: one", "X-Custom: two"], headers.Where(header => header.StartsWith("X-Custom", StringComparison.Ordinal)));
        Assert.Contains("User-Agent: Geth/v1.0 (odd; agent)", headers);
        Assert.Contains("Content-Encoding: gzip", headers);
        Assert.Contains("Accept-Encoding: gzip, br", headers);
        Assert.Contains("Content-Type: application/json; charset=utf-8", headers);
        Assert.Contains($"Content-Length: {Body.Length}", headers);
    }

    [Fact]
    public async Task Forward_CallersTokenAndHost_AreReplacedByOurs()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _caller.Add("Authorization", "Bearer the-callers-own");

        await ForwardAsync(server.Url);

        var (headers, _) = Split(await server.ReceivedAsync());
        Assert.Contains($"Host: {server.Url.Authority}", headers);
        var sent = Assert.Single(headers, header => header.StartsWith("Authorization:", StringComparison.Ordinal));
        Assert.StartsWith("Authorization: Bearer ey", sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Connection", "close")]
    [InlineData("Keep-Alive", "timeout=1")]
    [InlineData("Proxy-Connection", "x")]
    [InlineData("Proxy-Authorization", "x")]
    [InlineData("TE", "trailers")]
    [InlineData("Trailer", "X-Later")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("Expect", "100-continue")]
    public async Task Forward_HeaderOfTheCallersConnection_StaysBehind(string name, string value)
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _caller.Add(name, value);

        await ForwardAsync(server.Url);

        var (headers, body) = Split(await server.ReceivedAsync());
        Assert.DoesNotContain(headers, header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Body, body);
    }

    [Fact]
    public async Task Forward_HeaderThatConnectionNames_StaysBehind()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _caller.Add("Connection", "keep-alive, X-Hop");
        _caller.Add("X-Hop", "for this connection only");

        await ForwardAsync(server.Url);

        var (headers, _) = Split(await server.ReceivedAsync());
        Assert.DoesNotContain(headers, header => header.StartsWith("X-Hop", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forward_Answer_GoesBackWithStatusHeadersAndBody()
    {
        await using var server = RawServer.Answering(RawServer.Answer(
            "why not", "418 Odd",
            "X-One: 1\r\nX-One: 2\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\nVary: Origin\r\n"));

        var failure = await ForwardAsync(server.Url);

        var (headers, body) = Split(_caller.Answer);
        Assert.Equal(UpstreamFailure.None, failure);
        Assert.Equal("HTTP/1.1 418 I'm a teapot", headers[0]);
        Assert.Equal("why not", body);
        Assert.Contains("Content-Length: 7", headers);
        Assert.Contains("Content-Type: application/json", headers);
        Assert.Equal(["X-One: 1", "X-One: 2"], headers.Where(header => header.StartsWith("X-One", StringComparison.Ordinal)));
        Assert.Contains("Vary: Origin", headers);
        Assert.DoesNotContain(headers, header => header.StartsWith("Connection:", StringComparison.Ordinal));
        Assert.DoesNotContain(headers, header => header.StartsWith("Keep-Alive:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forward_ChunkedAnswer_GoesBackInChunks()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n");

        await ForwardAsync(server.Url);

        var end = _caller.Answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        Assert.Equal("5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n", _caller.Answer[end..]);
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", _caller.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length", _caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forward_NothingComesBack_IsTimedOutAndNothingIsWritten()
    {
        await using var server = RawServer.Answering("");
        var forwarding = ForwardAsync(server.Url);
        await server.ReceivedAsync();

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(UpstreamFailure.TimedOut, await forwarding);
        Assert.Equal("", _caller.Answer);
    }

    [Fact]
    public async Task Forward_CallerGoesAway_IsCanceled()
    {
        await using var server = RawServer.Answering("");
        var forwarding = ForwardAsync(server.Url);
        await server.ReceivedAsync();

        _caller.GoAway();

        Assert.Equal(UpstreamFailure.Canceled, await forwarding);
    }

    [Fact]
    public async Task Forward_LocalCloses_IsUnreachable()
    {
        await using var server = new RawServer(_ => new RawAnswer("", RawEnd.Close));

        Assert.Equal(UpstreamFailure.Unreachable, await ForwardAsync(server.Url));
    }

    [Fact]
    public async Task Forward_LocalFallsSilentInItsAnswer_IsTimedOut()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234");
        var forwarding = ForwardAsync(server.Url);
        await _caller.Written.WaitAsync(Patience.Default);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(UpstreamFailure.TimedOut, await forwarding);
        Assert.True(_caller.IsClosed);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nabc")]
    [InlineData("HTTP/1.1 099 Less\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Forward_StatusThatIsNoAnswer_IsUnreachable(string answer)
    {
        await using var server = RawServer.Answering(answer);

        Assert.Equal(UpstreamFailure.Unreachable, await ForwardAsync(server.Url));
        Assert.Equal("", _caller.Answer);
    }

    [Theory]
    [InlineData(204, null)]
    [InlineData(205, 0L)]
    [InlineData(304, null)]
    public async Task Forward_StatusWithoutBody_ClaimsNone(int status, object? length)
    {
        await using var server = RawServer.Answering($"HTTP/1.1 {status} Said\r\nContent-Length: 2\r\n\r\n{{}}");

        var failure = await ForwardAsync(server.Url);

        var (headers, body) = Split(_caller.Answer);
        Assert.Equal(UpstreamFailure.None, failure);
        Assert.StartsWith($"HTTP/1.1 {status} ", headers[0], StringComparison.Ordinal);
        Assert.Equal(length is not null, headers.Contains("Content-Length: 0"));
        Assert.Equal(length is null ? 1 : 2, _caller.Answer.Split("Content-Length").Length);
        Assert.Equal("", body);
    }

    [Fact]
    public async Task Forward_HeaderWithControlCharacter_StaysBehind()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}", headers: "X-Odd: \u0007\r\nX-Tab: a\tb\r\n"));

        await ForwardAsync(server.Url);

        Assert.DoesNotContain("X-Odd", _caller.Answer, StringComparison.Ordinal);
        Assert.Contains("X-Tab: a\tb\r\n", _caller.Answer, StringComparison.Ordinal);
    }

    private static (string[] Headers, string Body) Split(string request)
    {
        var parts = request.Split("\r\n\r\n");
        return (parts[0].Split("\r\n"), parts[1]);
    }

    private async Task<UpstreamFailure> ForwardAsync(Uri url)
    {
        Assert.True(JwtSecret.TryParse(new string('7', 64), out var secret, out _));
        using var passThrough = new PassThrough(
            Options.Create(new LocalOptions { Url = url }), new JwtMinter(secret, _time),
            new Http1Connections(4, new Http1Connector(url).ConnectBlocking, _time), _meters.Metrics, _time);
        using var body = BodyLease.Copy(Encoding.UTF8.GetBytes(Body));
        return await Task.Run(() => passThrough.Forward(_caller.Exchange(), body)).WaitAsync(Patience.Default);
    }
}
