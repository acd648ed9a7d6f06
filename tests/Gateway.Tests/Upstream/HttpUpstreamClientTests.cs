using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Authentication;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Threads;
using Sidecar.Gateway.Upstream;
using Sidecar.Gateway.Upstream.Http1;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Upstream;

public sealed class HttpUpstreamClientTests : IDisposable
{
    private const int BodyBytesMax = 1000;
    private const string Json = """{"jsonrpc":"2.0","id":1,"result":true}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Send_Splice_ArrivesByteForByteWithATokenAndALength()
    {
        await using var server = RawServer.Answering(RawServer.Answer(Json));
        using var client = Client(server.Url);
        var splice = new JsonSplice(
            "{\"head\":"u8.ToArray(), Segmented.Bytewise("\"Grüße\""u8.ToArray()), ",\"tail\":1}"u8.ToArray());

        using var reply = await client.SendAsync(Request(splice), CancellationToken.None);

        var parts = (await server.ReceivedAsync()).Split("\r\n\r\n");
        var headers = parts[0].Split("\r\n");
        Assert.Equal("{\"head\":\"Grüße\",\"tail\":1}", parts[1]);
        Assert.Equal("POST / HTTP/1.1", headers[0]);
        Assert.Contains($"Host: {server.Url.Authority}", headers);
        Assert.Contains("Content-Type: application/json", headers);
        Assert.Contains($"Content-Length: {splice.Length}", headers);
        Assert.StartsWith(
            "Authorization: Bearer ey", Assert.Single(headers, IsAuthorization), StringComparison.Ordinal);
        Assert.DoesNotContain(headers, header => header.StartsWith("Expect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_Answered_GivesStatusHeadersAndBody()
    {
        await using var server = RawServer.Answering(RawServer.Answer(Json, headers: "Content-Encoding: x-odd\r\n"));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.None, reply.Failure);
        Assert.Equal((200, "application/json", "x-odd"), (reply.StatusCode, reply.ContentType, reply.ContentEncoding));
        Assert.Equal(Json, reply.Bytes.Text());
    }

    [Fact]
    public async Task Send_ChunkedAnswer_GivesTheWholeBody()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n");
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal("{\"a\":1}", reply.Bytes.Text());
    }

    [Fact]
    public async Task Send_TwiceOnOneConnection_UsesItAgain()
    {
        await using var server = RawServer.Answering(RawServer.Answer("{\"n\":1}"), RawServer.Answer("{\"n\":2}"));
        using var client = Client(server.Url);

        using var first = await client.SendAsync(Request(), CancellationToken.None);
        using var second = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal("{\"n\":1}{\"n\":2}", first.Bytes.Text() + second.Bytes.Text());
    }

    [Theory]
    [InlineData("401 Unauthorized", 401)]
    [InlineData("500 Oops", 500)]
    [InlineData("204 No Content", 204)]
    [InlineData("302 Found", 302)]
    public async Task Send_AnyStatusBut200_IsAnHttpErrorThatKeepsItsBody(string head, int status)
    {
        var body = status == 204 ? "" : "why not";
        await using var server = RawServer.Answering(
            status == 204
                ? $"HTTP/1.1 {head}\r\n\r\n"
                : RawServer.Answer(body, head, "Location: http://127.0.0.1:1/\r\n"));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal((UpstreamFailure.HttpError, status), (reply.Failure, reply.StatusCode));
        Assert.Equal(body, reply.Body!.Bytes.Text());
        Assert.True(reply.Bytes.IsEmpty);
        Assert.True(reply.HasAnswer);
    }

    [Fact]
    public async Task Send_SwitchOfProtocols_IsUnreachable()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nabc");
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.Unreachable, reply.Failure);
    }

    [Fact]
    public async Task Send_ContentTypeWithControlCharacter_IsLeftOut()
    {
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nContent-Type: a\u0001b\r\nContent-Length: 2\r\n\r\n{}");
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Null(reply.ContentType);
        Assert.Equal("{}", reply.Bytes.Text());
    }

    [Theory]
    [InlineData(BodyBytesMax, UpstreamFailure.None)]
    [InlineData(BodyBytesMax + 1, UpstreamFailure.TooLarge)]
    public async Task Send_LengthAtAndOverTheLimit_IsTooLargeOnlyOver(int length, object failure)
    {
        await using var server = RawServer.Answering(RawServer.Answer(new string('x', length)));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(failure, reply.Failure);
    }

    [Fact]
    public async Task Send_LengthOnlyClaimedToBeHuge_IsTooLargeBeforeTheBodyComes()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{");
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.TooLarge, reply.Failure);
    }

    [Fact]
    public async Task Send_ChunksOverTheLimit_IsTooLarge()
    {
        var chunk = $"200\r\n{new string('x', 0x200)}\r\n";
        await using var server = RawServer.Answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk);
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.TooLarge, reply.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":")]
    public async Task Send_AnswerNeverEnds_IsOverAtTheDeadline(string begun)
    {
        await using var server = RawServer.Answering(begun);
        using var client = Client(server.Url);
        var sending = client.SendAsync(Request(), CancellationToken.None);
        await server.ReceivedAsync();

        _time.Advance(Timeout);
        using var reply = await sending.WaitAsync(Patience.Default);

        Assert.Equal(UpstreamFailure.TimedOut, reply.Failure);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Send_AnswerIsNotThereAtOnce_DoesWhatWasPutOff()
    {
        using var isDone = new ManualResetEventSlim();
        await using var server = new RawServer(_ => new RawAnswer(
            isDone.Wait(Patience.Default) ? RawServer.Answer(Json) : "nothing"));
        using var client = Client(new Http1Connector(server.Url).ConnectBlocking, server.Url);

        var failure = await Task.Factory.StartNew(
            () =>
            {
                AfterAnswer.Begin();
                AfterAnswer.Do(isDone.Set);
                using var reply = Blocking.Wait(new ValueTask<UpstreamReply>(
                    client.SendAsync(Request(), CancellationToken.None)));
                return reply.Failure;
            },
            TaskCreationOptions.LongRunning);

        Assert.Equal(UpstreamFailure.None, failure);
    }

    [Fact]
    public async Task Send_DeadlineHasPassed_IsTimedOut()
    {
        await using var server = RawServer.Answering(RawServer.Answer(Json));
        using var client = Client(server.Url);
        var request = Request();
        _time.Advance(Timeout);

        using var reply = await client.SendAsync(request, CancellationToken.None);

        Assert.Equal(UpstreamFailure.TimedOut, reply.Failure);
    }

    [Fact]
    public async Task Send_CallerGoesAway_IsCanceled()
    {
        await using var server = RawServer.Answering("");
        using var client = Client(server.Url);
        using var caller = new CancellationTokenSource();
        var sending = client.SendAsync(Request(), caller.Token);
        await server.ReceivedAsync();

        await caller.CancelAsync();
        using var reply = await sending.WaitAsync(Patience.Default);

        Assert.Equal(UpstreamFailure.Canceled, reply.Failure);
    }

    [Fact]
    public async Task Send_NobodyListens_IsUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        using var client = Client(url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.Unreachable, reply.Failure);
        Assert.False(reply.HasAnswer);
    }

    [Theory]
    [InlineData(RawEnd.Close)]
    [InlineData(RawEnd.Reset)]
    public async Task Send_ConnectionClosedBeforeAnything_IsTriedOnceMoreWithTheSameBytes(object end)
    {
        await using var server = new RawServer(
            request => request == 0 ? new RawAnswer("", (RawEnd)end) : new RawAnswer(RawServer.Answer(Json)));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.None, reply.Failure);
        Assert.Equal(
            (await server.ReceivedAsync()).Split("\r\n\r\n")[1], (await server.ReceivedAsync()).Split("\r\n\r\n")[1]);
    }

    [Theory]
    [InlineData(RawEnd.Close)]
    [InlineData(RawEnd.Reset)]
    public async Task Send_ConnectionClosedTwice_IsUnreachable(object end)
    {
        await using var server = new RawServer(_ => new RawAnswer("", (RawEnd)end));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None);

        Assert.Equal(UpstreamFailure.Unreachable, reply.Failure);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task Send_ConnectionClosedAndNoRetryWanted_IsUnreachableAtOnce()
    {
        await using var server = new RawServer(_ => new RawAnswer("", RawEnd.Close));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request() with { RetryOnce = false }, CancellationToken.None);

        Assert.Equal(UpstreamFailure.Unreachable, reply.Failure);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", RawEnd.Close)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", RawEnd.Reset)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{", RawEnd.Close)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", RawEnd.Open)]
    [InlineData("this is not HTTP\r\n\r\n", RawEnd.Close)]
    [InlineData("HTTP/9.9 banana\r\n\r\n", RawEnd.Open)]
    public async Task Send_AnswerBreaksOff_IsUnreachable(string begun, object end)
    {
        await using var server = new RawServer(_ => new RawAnswer(begun, (RawEnd)end));
        using var client = Client(server.Url);

        using var reply = await client.SendAsync(Request(), CancellationToken.None).WaitAsync(Patience.Default);

        Assert.Equal(UpstreamFailure.Unreachable, reply.Failure);
    }

    private static bool IsAuthorization(string header) => header.StartsWith("Authorization:", StringComparison.Ordinal);

    private HttpUpstreamClient Client(Uri url) => Client(new Http1Connector(url).ConnectAsync, url);

    private HttpUpstreamClient Client(Func<CancellationToken, ValueTask<Stream>> connect, Uri url)
    {
        Assert.True(JwtSecret.TryParse(new string('7', 64), out var secret, out _));
        return new HttpUpstreamClient(
            UpstreamName.Builder, url, new JwtMinter(secret, _time), new Http1Connections(4, connect, _time), BodyBytesMax,
            _meters.Metrics, _time, NullLogger<HttpUpstreamClient>.Instance);
    }

    private UpstreamRequest Request(JsonSplice? content = null) => new(
        UpstreamMethod.GetPayload, content ?? JsonSplice.Of(Encoding.UTF8.GetBytes("{\"id\":1}")),
        Deadline.After(_time, Timeout), RetryOnce: true);
}
