using System.Text;
using Sidecar.Gateway.Callers;
using Sidecar.Gateway.JsonRpc;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class CallerExchangeTests : IDisposable
{
    private const string Date = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedCaller _caller = new();
    private readonly CallerExchange _exchange;
    private bool _isStopping;

    public CallerExchangeTests()
    {
        var progress = new CallerProgress(_time);
        _exchange = new CallerExchange(
            new CallerStream(_caller, progress), progress, _caller, new DateField(_time), () => _isStopping);
        Begin();
    }

    public void Dispose() => _caller.Dispose();

    [Fact]
    public void EndAnswer_SmallBody_GoesOutWithItsHeadInOneWrite()
    {
        Answer("hello");

        Assert.Equal([$"{Ok}Content-Type: text/plain\r\nContent-Length: 5\r\n{Date}\r\nhello"], _caller.Writes);
        Assert.True(_exchange is { HasStarted: true, CanGoOn: true });
    }

    [Fact]
    public void EndAnswer_PartsOfASplice_AreOneBody()
    {
        _exchange.BeginAnswer(200);

        _exchange.EndAnswer(null, new JsonSplice("ab"u8.ToArray(), new("cd"u8.ToArray()), "ef"u8.ToArray()));

        Assert.Equal([$"{Ok}Content-Length: 6\r\n{Date}\r\nabcdef"], _caller.Writes);
    }

    [Fact]
    public void EndAnswer_LargeBody_IsNotCopiedBehindTheHead()
    {
        var body = new string('x', CallerStream.PieceBytes + 1);

        Answer(body);

        Assert.Equal([CallerStream.PieceBytes, 1], _caller.Writes.Skip(1).Select(write => write.Length));
        Assert.EndsWith("\r\n\r\n", _caller.Writes[0], StringComparison.Ordinal);
        Assert.EndsWith(body, _caller.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "HTTP/1.1 404 Not Found\r\n")]
    [InlineData(599, "HTTP/1.1 599 \r\n")]
    [InlineData(200, Ok)]
    public void BeginAnswer_Status_HasItsPhrase(int status, string line)
    {
        _exchange.BeginAnswer(status);
        _exchange.EndWithoutBody(0);

        Assert.Equal($"{line}Content-Length: 0\r\n{Date}\r\n", _caller.Answer);
    }

    [Fact]
    public void BeginAnswer_AfterOneThatWasNotSent_ForgetsThat()
    {
        _exchange.BeginAnswer(500);
        _exchange.WriteField("Date"u8, "yesterday"u8);
        _exchange.EndHead(null);

        Answer("hello");

        Assert.Equal([$"{Ok}Content-Type: text/plain\r\nContent-Length: 5\r\n{Date}\r\nhello"], _caller.Writes);
    }

    [Fact]
    public void EndAnswer_CallerAskedForTheHead_GetsTheHeadOnly()
    {
        Begin("HEAD");

        Answer("hello");

        Assert.Equal($"{Ok}Content-Type: text/plain\r\nContent-Length: 5\r\n{Date}\r\n", _caller.Answer);
    }

    [Fact]
    public void EndWithoutBody_NoLength_SaysNone()
    {
        _exchange.BeginAnswer(204);
        _exchange.EndWithoutBody(null);

        Assert.Equal($"HTTP/1.1 204 No Content\r\n{Date}\r\n", _caller.Answer);
        Assert.True(_exchange.CanGoOn);
    }

    [Fact]
    public void Write_LengthUnknown_IsChunked()
    {
        WriteParts("hello", "", new string('x', 20_000));

        var chunks = $"5\r\nhello\r\n4e20\r\n{new string('x', 20_000)}\r\n0\r\n\r\n";
        Assert.Equal($"{Ok}Transfer-Encoding: chunked\r\n{Date}\r\n{chunks}", _caller.Answer);
        Assert.True(_exchange.CanGoOn);
    }

    [Fact]
    public void Write_LengthUnknownAndCallerKnowsNoChunks_EndsWithTheConnection()
    {
        Begin("POST", "1.0", "Connection: keep-alive\r\nContent-Length: 0\r\n");

        WriteParts("hello", "you");

        Assert.Equal($"{Ok}Connection: close\r\n{Date}\r\nhelloyou", _caller.Answer);
        Assert.False(_exchange.CanGoOn);
    }

    [Fact]
    public void Write_SmallPieces_AreKeptUntilFlush()
    {
        _exchange.BeginAnswer(200);
        _exchange.EndHead(4);
        _exchange.Write("ab"u8);
        Assert.False(_exchange.HasStarted);

        _exchange.Flush();
        _exchange.Flush();
        _exchange.Write("cd"u8);
        _exchange.EndAnswer();

        Assert.Equal([$"{Ok}Content-Length: 4\r\n{Date}\r\nab", "cd"], _caller.Writes);
    }

    [Fact]
    public void EndHead_DateWasForwarded_IsTheOnlyOne()
    {
        _exchange.BeginAnswer(200);
        _exchange.WriteField("date"u8, "Fri, 02 Jan 2026 00:00:00 GMT"u8);
        _exchange.EndWithoutBody(0);

        Assert.Equal($"{Ok}date: Fri, 02 Jan 2026 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n", _caller.Answer);
    }

    [Fact]
    public void EndHead_AnotherSecond_HasAnotherDate()
    {
        Answer("a");
        _time.Advance(TimeSpan.FromSeconds(61));
        Begin();
        Answer("b");

        Assert.Contains("Date: Thu, 01 Jan 2026 00:01:01 GMT\r\n", _caller.Writes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1", "", null)]
    [InlineData("1.1", "Connection: close\r\n", "close")]
    [InlineData("1.0", "", "close")]
    [InlineData("1.0", "Connection: keep-alive\r\n", "keep-alive")]
    public void EndHead_Connection_SaysWhatHappens(string version, string fields, string? connection)
    {
        Begin("POST", version, fields + "Content-Length: 0\r\n");

        Answer("x");

        Assert.Equal(connection, ConnectionOf(_caller.Answer));
        Assert.Equal(connection != "close", _exchange.CanGoOn);
    }

    [Fact]
    public void EndHead_GatewayStops_AsksTheCallerToGo()
    {
        _isStopping = true;

        Answer("x");

        Assert.Equal(("close", false), (ConnectionOf(_caller.Answer), _exchange.CanGoOn));
    }

    [Theory]
    [InlineData("Content-Length: 1048577\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    [InlineData("Content-Length: 5\r\nExpect: 100-continue\r\n")]
    public void EndHead_BodyUnreadThatIsLongOrOfUnknownLength_Closes(string fields)
    {
        Begin(fields: fields);
        _caller.Then(() => Assert.Fail("It was read."));

        Answer("x");

        Assert.Equal(("close", false), (ConnectionOf(_caller.Answer), _exchange.CanGoOn));
    }

    [Fact]
    public void EndAnswer_BodyUnreadThatIsShort_IsReadAfterTheAnswer()
    {
        Begin(fields: "Content-Length: 5\r\n");
        _caller.Then(() => Assert.NotEmpty(_caller.Writes)).Sends("hello");

        Answer("x");

        Assert.Equal((null, true), (ConnectionOf(_caller.Answer), _exchange.CanGoOn));
    }

    [Fact]
    public void EndAnswer_BodyWasTooSlow_SaysThatTheConnectionEnds()
    {
        Begin(fields: "Content-Length: 5\r\n");
        _caller.Sends("he").Then(() => _time.Advance(TimeSpan.FromMinutes(1))).Then(_caller.EndReceiving);

        Assert.Null(_exchange.ReadBody(100, out var failure));
        Answer("x");

        Assert.Equal(BodyFailure.TooSlow, failure);
        Assert.Equal(("close", false), (ConnectionOf(_caller.Answer), _exchange.CanGoOn));
    }

    [Fact]
    public void Write_CallerTakesNothing_DoesNothingMore()
    {
        _caller.IsDeaf = true;
        Answer("a");
        _caller.IsDeaf = false;

        _exchange.Write("b"u8);
        _exchange.Flush();

        Assert.Empty(_caller.Writes);
        Assert.False(_exchange.CanGoOn);
        Assert.True(_exchange.HasStarted);
    }

    [Fact]
    public void BreakOff_InTheMiddle_ClosesWithoutAnEnd()
    {
        _exchange.BeginAnswer(200);
        _exchange.EndHead(null);
        _exchange.Write("hello"u8);
        _exchange.Flush();

        _exchange.BreakOff();
        _exchange.EndAnswer();

        Assert.True(_caller.IsClosed);
        Assert.False(_exchange.CanGoOn);
        Assert.EndsWith("5\r\nhello\r\n", _caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Gone_TokenWasTakenBefore_IsCanceled()
    {
        var gone = _exchange.Gone;
        Assert.False(gone.IsCancellationRequested);

        _exchange.CallerIsGone();
        _exchange.CallerIsGone();

        Assert.True(gone.IsCancellationRequested);
        Assert.Equal(gone, _exchange.Gone);
    }

    [Fact]
    public void Gone_TokenIsTakenAfterwards_IsCanceled()
    {
        _exchange.CallerIsGone();

        Assert.True(_exchange.Gone.IsCancellationRequested);
    }

    private static string? ConnectionOf(string answer) => answer.Split("\r\n")
        .SingleOrDefault(line => line.StartsWith("Connection: ", StringComparison.Ordinal))?["Connection: ".Length..];

    private void Begin(string method = "POST", string version = "1.1", string fields = "Content-Length: 0\r\n")
    {
        var bytes = Encoding.Latin1.GetBytes($"{method} / HTTP/{version}\r\nHost: a\r\n{fields}\r\n");
        Assert.Equal(0, RequestHead.TryRead(bytes, out var head, out _));
        _exchange.Begin(head);
    }

    private void Answer(string text) => StubHandler.Answer(_exchange, text);

    private void WriteParts(params string[] parts)
    {
        _exchange.BeginAnswer(200);
        _exchange.EndHead(null);
        foreach (var part in parts)
        {
            _exchange.Write(Encoding.Latin1.GetBytes(part));
        }

        _exchange.EndAnswer();
    }
}
