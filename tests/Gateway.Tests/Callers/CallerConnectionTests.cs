using Sidecar.Gateway.Callers;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class CallerConnectionTests : ScriptedConnectionTests
{
    private const string You = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyou\r\n0\r\n\r\n";

    [Fact]
    public void Run_OneAfterTheOther_AreAnswered()
    {
        Caller.Sends(Hello).Sends(You).Sends(Hello);

        Run();

        Assert.Equal(["hello", "you", "hello"], Handler.Bodies);
        Assert.Equal(3, Caller.Writes.Count);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_AllAtOnce_AreAnsweredInTheirOrder()
    {
        Caller.Sends(Hello + You + You + Hello);

        Run();

        Assert.Equal(["hello", "you", "you", "hello"], Handler.Bodies);
    }

    [Fact]
    public void Run_ByteByByte_AreAnswered()
    {
        foreach (var letter in Hello + You + Hello)
        {
            Caller.Sends($"{letter}");
        }

        Run();

        Assert.Equal(["hello", "you", "hello"], Handler.Bodies);
    }

    [Fact]
    public void Run_HeadOfChunkedBody_StandsWhileTheBodyIsReceived()
    {
        Caller.Sends($"POST /path HTTP/1.1\r\nHost: a\r\nX-Custom: kept\r\nTransfer-Encoding: chunked\r\n\r\n7530\r\n");
        Caller.Sends(new string('x', 30_000) + "\r\n").Sends("0\r\nTrailer: " + new string('y', 8000)).Sends("\r\n\r\n");
        var seen = "";
        Handler = new StubHandler(exchange =>
        {
            using var body = exchange.ReadBody(100_000, out _);
            seen = exchange.Head.Fields.Find("X-Custom"u8);
            StubHandler.Answer(exchange, $"{body?.Length}");
        });

        Run();

        Assert.Equal("kept", seen);
        Assert.EndsWith("30000", Caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HandlerDoesNotRead_FindsTheNextRequest()
    {
        var count = 0;
        Handler = new StubHandler(exchange => StubHandler.Answer(exchange, $"{++count}"));
        Caller.Sends(Hello + "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n").Sends(new string('x', 1 << 20) + Hello);

        Run();

        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData("Content-Length: 1048577\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public void Run_HandlerLeavesMuch_AnswersAndCloses(string framing)
    {
        var count = 0;
        Handler = new StubHandler(exchange => StubHandler.Answer(exchange, $"{++count}"));
        Caller.Sends($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n" + Hello + Hello);

        Run();

        Assert.Equal(1, count);
        Assert.Contains("Connection: close\r\n", Caller.Answer, StringComparison.Ordinal);
        Assert.True(Caller is { HasEndedSending: true, IsClosed: true });
    }

    [Fact]
    public void Run_CallerSendsOnAfterItWasToldToGo_IsHeardForAWhileOnly()
    {
        var pieces = 0;
        Handler = new StubHandler(exchange => StubHandler.Answer(exchange, "no"));
        Caller.Sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var i = 0; i < 1000; i++)
        {
            Caller.Then(() => pieces++).Sends(new string('x', 4096));
        }

        Run();

        Assert.InRange(pieces, 256, 258);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_CallerDripsAfterItWasToldToGo_IsHeardForAWhileOnly()
    {
        var pieces = 0;
        Handler = new StubHandler(exchange => StubHandler.Answer(exchange, "no"));
        Caller.Sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var i = 0; i < 100; i++)
        {
            Caller.Then(() => pieces++).Then(() => Time.Advance(TimeSpan.FromSeconds(1))).Sends("x");
        }

        Run();

        Assert.InRange(pieces, 5, 6);
        Assert.True(Caller.IsClosed);
    }

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("POST / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\n\r\n", 400)]
    public void Run_BadHead_IsAnsweredAndClosed(string head, int status)
    {
        Caller.Sends(Hello + head + Hello);

        Run();

        Assert.Equal(["hello"], Handler.Bodies);
        Assert.Equal([status], Handler.Refused);
        Assert.Contains($"refused {status}", Caller.Writes[^1], StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", Caller.Writes[^1], StringComparison.Ordinal);
        Assert.True(Caller is { HasEndedSending: true, IsClosed: true });
    }

    [Fact]
    public void Run_HeadThatNeverEnds_IsRefused()
    {
        Caller.Sends(new string('x', 100_000));

        Run();

        Assert.Equal([414], Handler.Refused);
    }

    [Fact]
    public void Run_SlowHead_IsTold()
    {
        Caller.Sends("POST / HT").Then(() => PassTime(CallerProgress.HeadMax)).Sends("TP/1.1\r\n\r\n");

        Run();

        Assert.Equal([408], Handler.Refused);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_HeadBreaksOff_IsClosedInSilence()
    {
        Caller.Sends("POST / HT");

        Run();

        Assert.Empty(Handler.Refused);
        Assert.True(Caller.IsClosed);
        Assert.Empty(Caller.Writes);
    }

    [Fact]
    public void Run_RestsForLong_IsClosedInSilence()
    {
        Caller.Sends(Hello).Then(() => PassTime(CallerProgress.RestMax)).Sends(Hello);

        Run();

        Assert.Single(Caller.Writes);
        Assert.Empty(Handler.Refused);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_SlowBody_IsTooSlow()
    {
        Caller.Sends(Hello[..^3]).Then(() => PassTime(TimeSpan.FromSeconds(6))).Sends("llo");

        Run();

        Assert.Equal(["TooSlow"], Handler.Bodies);
        Assert.Contains("Connection: close\r\n", Caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HandlerThrows_ClosesTheConnection()
    {
        Handler = new StubHandler(_ => throw new InvalidOperationException("A bug."));
        Caller.Sends(Hello);

        Assert.Throws<InvalidOperationException>(Run);

        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_HandlerDoesNotAnswer_ClosesTheConnection()
    {
        Handler = new StubHandler(_ => { });
        Caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Empty(Caller.Writes);
        Assert.True(Caller.IsClosed);
    }

    [Fact]
    public void Run_ConnectionBreaks_Ends()
    {
        Caller.Sends(Hello).Breaks();

        Run();

        Assert.True(Caller.IsClosed);
    }
}
