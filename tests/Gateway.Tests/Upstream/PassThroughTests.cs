using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;
using Sidecar.Gateway.Upstream.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream;

public sealed class PassThroughTests : IDisposable
{
    private const string Body = """{"id":1,"method":"eth_chainId"}""";

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _answered = new();

    public PassThroughTests()
    {
        _context.Request.Method = "POST";
        _context.Request.ContentType = "application/json; charset=utf-8";
        _context.Request.ContentLength = Body.Length;
        _context.Response.Body = _answered;
    }

    public void Dispose()
    {
        _meters.Dispose();
        _answered.Dispose();
    }

    [Fact]
    public async Task Forward_Request_ArrivesWithItsBodyAndHeaders()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _context.Request.Headers["X-Custom"] = new(["one", "two"]);
        _context.Request.Headers.UserAgent = "Geth/v1.0 (odd; agent)";
        _context.Request.Headers.ContentEncoding = "gzip";
        _context.Request.Headers.AcceptEncoding = "gzip, br";

        await ForwardAsync(server.Url);

        var (headers, body) = Split(await server.ReceivedAsync());
        Assert.Equal(Body, body);
        Assert.Equal("POST / HTTP/1.1", headers[0]);
        Assert.Contains("X-Custom: one, two", headers);
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
        _context.Request.Headers.Authorization = "Bearer the-callers-own";
        _context.Request.Headers.Host = "gateway:8081";

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
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Upgrade", "h2c")]
    [InlineData("Expect", "100-continue")]
    public async Task Forward_HeaderOfTheCallersConnection_StaysBehind(string name, string value)
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _context.Request.Headers[name] = value;

        await ForwardAsync(server.Url);

        var (headers, body) = Split(await server.ReceivedAsync());
        Assert.DoesNotContain(headers, header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Body, body);
    }

    [Fact]
    public async Task Forward_HeaderThatConnectionNames_StaysBehind()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _context.Request.Headers.Connection = "keep-alive, X-Hop";
        _context.Request.Headers["X-Hop"] = "for this connection only";

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

        var response = _context.Response;
        Assert.Equal(UpstreamFailure.None, failure);
        Assert.Equal(418, response.StatusCode);
        Assert.Equal("why not", Encoding.UTF8.GetString(_answered.ToArray()));
        Assert.Equal(7, response.ContentLength);
        Assert.Equal("application/json", response.ContentType);
        Assert.Equal(new StringValues(["1", "2"]), response.Headers["X-One"]);
        Assert.Equal("Origin", response.Headers.Vary);
        Assert.False(response.Headers.ContainsKey("Connection"));
        Assert.False(response.Headers.ContainsKey("Keep-Alive"));
    }

    [Fact]
    public async Task Forward_ChunkedAnswer_GoesBackWithoutALength()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n");

        await ForwardAsync(server.Url);

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(_answered.ToArray()));
        Assert.Null(_context.Response.ContentLength);
        Assert.False(_context.Response.Headers.ContainsKey("Transfer-Encoding"));
    }

    [Fact]
    public async Task Forward_NothingComesBack_IsTimedOutAndNothingIsWritten()
    {
        await using var server = RawServer.Answering("");
        var forwarding = ForwardAsync(server.Url);
        await server.ReceivedAsync();

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(UpstreamFailure.TimedOut, await forwarding);
        Assert.False(_context.Response.HasStarted);
        Assert.Equal(0, _answered.Length);
    }

    [Fact]
    public async Task Forward_CallerGoesAway_IsCanceled()
    {
        await using var server = RawServer.Answering("");
        using var caller = new CancellationTokenSource();
        _context.RequestAborted = caller.Token;
        var forwarding = ForwardAsync(server.Url);
        await server.ReceivedAsync();

        await caller.CancelAsync();

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
        using var answered = new SignalingStream();
        _context.Response.Body = answered;
        var forwarding = ForwardAsync(server.Url);
        await answered.Written.WaitAsync(Patience.Default);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(UpstreamFailure.TimedOut, await forwarding);
    }

    [Theory]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nabc")]
    [InlineData("HTTP/1.1 099 Less\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Forward_StatusThatIsNoAnswer_IsUnreachable(string answer)
    {
        await using var server = RawServer.Answering(answer);

        Assert.Equal(UpstreamFailure.Unreachable, await ForwardAsync(server.Url));
        Assert.Equal(0, _answered.Length);
    }

    [Theory]
    [InlineData(204, null)]
    [InlineData(205, 0L)]
    [InlineData(304, null)]
    public async Task Forward_StatusWithoutBody_ClaimsNone(int status, object? length)
    {
        await using var server = RawServer.Answering($"HTTP/1.1 {status} Said\r\nContent-Length: 2\r\n\r\n{{}}");

        var failure = await ForwardAsync(server.Url);

        Assert.Equal((UpstreamFailure.None, status), (failure, _context.Response.StatusCode));
        Assert.Equal(length, _context.Response.ContentLength);
        Assert.Equal(0, _answered.Length);
    }

    [Fact]
    public async Task Forward_HeaderNameThatIsNoToken_StaysBehind()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}"));
        _context.Request.Headers["X=Odd"] = "1";

        var failure = await ForwardAsync(server.Url);

        Assert.Equal(UpstreamFailure.None, failure);
        Assert.DoesNotContain("X=Odd", await server.ReceivedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forward_HeaderWithControlCharacter_StaysBehind()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{}", headers: "X-Odd: \u0007\r\nX-Tab: a\tb\r\n"));

        await ForwardAsync(server.Url);

        Assert.False(_context.Response.Headers.ContainsKey("X-Odd"));
        Assert.Equal("a\tb", _context.Response.Headers["X-Tab"]);
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
            new Http1Connections(4, new Http1Connector(url).ConnectAsync, _time), _meters.Metrics, _time);
        using var body = BodyLease.Copy(Encoding.UTF8.GetBytes(Body));
        return await passThrough.ForwardAsync(_context, body).WaitAsync(Patience.Default);
    }

    /// <summary>Tells when something has been written to it.</summary>
    private sealed class SignalingStream : MemoryStream
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            _written.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
