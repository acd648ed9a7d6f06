using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class CallerConnectionTests : IDisposable
{
    private const string Hello = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    private const string You = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyou\r\n0\r\n\r\n";

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedCaller _caller = new();
    private StubHandler _handler = new();
    private CallerConnection? _connection;
    private bool _isStopping;

    public void Dispose() => _caller.Dispose();

    [Fact]
    public void Run_OneAfterTheOther_AreAnswered()
    {
        _caller.Sends(Hello).Sends(You).Sends(Hello);

        Run();

        Assert.Equal(["hello", "you", "hello"], _handler.Bodies);
        Assert.Equal(3, _caller.Writes.Count);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_AllAtOnce_AreAnsweredInTheirOrder()
    {
        _caller.Sends(Hello + You + You + Hello);

        Run();

        Assert.Equal(["hello", "you", "you", "hello"], _handler.Bodies);
    }

    [Fact]
    public void Run_ByteByByte_AreAnswered()
    {
        foreach (var letter in Hello + You + Hello)
        {
            _caller.Sends($"{letter}");
        }

        Run();

        Assert.Equal(["hello", "you", "hello"], _handler.Bodies);
    }

    [Fact]
    public void Run_HeadOfChunkedBody_StandsWhileTheBodyIsReceived()
    {
        _caller.Sends($"POST /path HTTP/1.1\r\nHost: a\r\nX-Custom: kept\r\nTransfer-Encoding: chunked\r\n\r\n7530\r\n");
        _caller.Sends(new string('x', 30_000) + "\r\n").Sends("0\r\nTrailer: " + new string('y', 8000)).Sends("\r\n\r\n");
        var seen = "";
        _handler = new StubHandler(exchange =>
        {
            using var body = exchange.ReadBody(100_000, out _);
            seen = exchange.Head.Fields.Find("X-Custom"u8);
            StubHandler.Answer(exchange, $"{body?.Length}");
        });

        Run();

        Assert.Equal("kept", seen);
        Assert.EndsWith("30000", _caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HandlerDoesNotRead_FindsTheNextRequest()
    {
        var count = 0;
        _handler = new StubHandler(exchange => StubHandler.Answer(exchange, $"{++count}"));
        _caller.Sends(Hello + "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n").Sends(new string('x', 1 << 20) + Hello);

        Run();

        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData("Content-Length: 1048577\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public void Run_HandlerLeavesMuch_AnswersAndCloses(string framing)
    {
        var count = 0;
        _handler = new StubHandler(exchange => StubHandler.Answer(exchange, $"{++count}"));
        _caller.Sends($"POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n" + Hello + Hello);

        Run();

        Assert.Equal(1, count);
        Assert.Contains("Connection: close\r\n", _caller.Answer, StringComparison.Ordinal);
        Assert.True(_caller is { HasEndedSending: true, IsClosed: true });
    }

    [Fact]
    public void Run_CallerSendsOnAfterItWasToldToGo_IsHeardForAWhileOnly()
    {
        var pieces = 0;
        _handler = new StubHandler(exchange => StubHandler.Answer(exchange, "no"));
        _caller.Sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var i = 0; i < 1000; i++)
        {
            _caller.Then(() => pieces++).Sends(new string('x', 4096));
        }

        Run();

        Assert.InRange(pieces, 256, 258);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_CallerDripsAfterItWasToldToGo_IsHeardForAWhileOnly()
    {
        var pieces = 0;
        _handler = new StubHandler(exchange => StubHandler.Answer(exchange, "no"));
        _caller.Sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var i = 0; i < 100; i++)
        {
            _caller.Then(() => pieces++).Then(() => _time.Advance(TimeSpan.FromSeconds(1))).Sends("x");
        }

        Run();

        Assert.InRange(pieces, 5, 6);
        Assert.True(_caller.IsClosed);
    }

    [Theory]
    [InlineData("NONSENSE\r\n\r\n", 400)]
    [InlineData("POST / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\n\r\n", 400)]
    public void Run_BadHead_IsAnsweredAndClosed(string head, int status)
    {
        _caller.Sends(Hello + head + Hello);

        Run();

        Assert.Equal(["hello"], _handler.Bodies);
        Assert.Equal([status], _handler.Refused);
        Assert.Contains($"refused {status}", _caller.Writes[^1], StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", _caller.Writes[^1], StringComparison.Ordinal);
        Assert.True(_caller is { HasEndedSending: true, IsClosed: true });
    }

    [Fact]
    public void Run_HeadThatNeverEnds_IsRefused()
    {
        _caller.Sends(new string('x', 100_000));

        Run();

        Assert.Equal([414], _handler.Refused);
    }

    [Fact]
    public void Run_SlowHead_IsTold()
    {
        _caller.Sends("POST / HT").Then(() => PassTime(CallerProgress.HeadMax)).Sends("TP/1.1\r\n\r\n");

        Run();

        Assert.Equal([408], _handler.Refused);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_HeadBreaksOff_IsClosedInSilence()
    {
        _caller.Sends("POST / HT");

        Run();

        Assert.Empty(_handler.Refused);
        Assert.True(_caller.IsClosed);
        Assert.Empty(_caller.Writes);
    }

    [Fact]
    public void Run_RestsForLong_IsClosedInSilence()
    {
        _caller.Sends(Hello).Then(() => PassTime(CallerProgress.RestMax)).Sends(Hello);

        Run();

        Assert.Single(_caller.Writes);
        Assert.Empty(_handler.Refused);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_SlowBody_IsTooSlow()
    {
        _caller.Sends(Hello[..^3]).Then(() => PassTime(TimeSpan.FromSeconds(6))).Sends("llo");

        Run();

        Assert.Equal(["TooSlow"], _handler.Bodies);
        Assert.Contains("Connection: close\r\n", _caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CallerTakesNoAnswer_ClosesTheConnection()
    {
        _caller.Sends(Hello);
        _caller.OnWrite = () => PassTime(TimeSpan.FromMinutes(2));

        Run();

        Assert.True(_caller.IsClosed);
        Assert.Empty(_caller.Writes);
    }

    [Fact]
    public void Stop_Resting_EndsInSilence()
    {
        _caller.Sends(Hello).Then(() => _connection!.Stop()).Sends(Hello);

        Run();

        Assert.Equal(["hello"], _handler.Bodies);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Stop_BeforeRun_EndsInSilence()
    {
        var connection = Connection();
        _caller.Sends(Hello);

        connection.Stop();
        connection.Run();

        Assert.Empty(_handler.Bodies);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Stop_Working_FinishesTheCallAndAsksTheCallerToGo()
    {
        _handler = new StubHandler(exchange =>
        {
            _isStopping = true;
            _connection!.Stop();
            StubHandler.Answer(exchange, "done");
        });
        _caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Single(_caller.Writes);
        Assert.Contains("Connection: close\r\n", _caller.Answer, StringComparison.Ordinal);
        Assert.EndsWith("done", _caller.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_AfterTheAnswersHead_EndsWhenTheAnswerIsOver()
    {
        _handler = new StubHandler(exchange =>
        {
            exchange.BeginAnswer(200);
            exchange.EndHead(2);
            _isStopping = true;
            _connection!.Stop();
            exchange.Write("ok"u8);
            exchange.EndAnswer();
        });
        _caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Single(_caller.Writes);
        Assert.DoesNotContain("Connection: close", _caller.Answer, StringComparison.Ordinal);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_HandlerThrows_ClosesTheConnection()
    {
        _handler = new StubHandler(_ => throw new InvalidOperationException("A bug."));
        _caller.Sends(Hello);

        Assert.Throws<InvalidOperationException>(Run);

        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_HandlerDoesNotAnswer_ClosesTheConnection()
    {
        _handler = new StubHandler(_ => { });
        _caller.Sends(Hello).Sends(Hello);

        Run();

        Assert.Empty(_caller.Writes);
        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Run_ConnectionBreaks_Ends()
    {
        _caller.Sends(Hello).Breaks();

        Run();

        Assert.True(_caller.IsClosed);
    }

    [Fact]
    public void Check_CallerIsGoneWhileItsAnswerIsMade_CancelsIt()
    {
        var isCanceled = (Before: true, After: false);
        _handler = new StubHandler(exchange =>
        {
            _connection!.Check();
            isCanceled.Before = exchange.Gone.IsCancellationRequested;
            _caller.IsGone = true;
            _connection.Check();
            isCanceled.After = exchange.Gone.IsCancellationRequested;
        });
        _caller.Sends(Hello);

        Run();

        Assert.Equal((false, true), isCanceled);
    }

    [Fact]
    public void Check_ThreadReadsMeanwhile_DoesNotTakeThatForTheEnd()
    {
        var isCanceled = true;
        _handler = new StubHandler(exchange =>
        {
            // While the watch looks, the thread reads and then works again.
            _caller.IsGone = true;
            _caller.OnLook = () => exchange.ReadBody(100, out _)?.Dispose();
            _connection!.Check();
            isCanceled = exchange.Gone.IsCancellationRequested;
        });
        _caller.Sends(Hello);

        Run();

        Assert.False(isCanceled);
    }

    [Fact]
    public void Check_CallerThatRestsIsGone_IsLeftToItsThread()
    {
        _caller.IsGone = true;
        _caller.Sends(Hello).Then(() => _connection!.Check()).Sends(Hello);

        Run();

        Assert.Equal(["hello", "hello"], _handler.Bodies);
    }

    [Fact]
    public void WaitsForARequest_Phases_AreTold()
    {
        var seen = new List<bool>();
        _handler = new StubHandler(exchange =>
        {
            seen.Add(_connection!.WaitsForARequest);
            StubHandler.Answer(exchange, "x");
        });
        _caller.Then(() => seen.Add(_connection!.WaitsForARequest)).Sends("P").Then(() => seen.Add(_connection!.WaitsForARequest));
        _caller.Sends(Hello[1..^5]).Then(() => seen.Add(_connection!.WaitsForARequest)).Sends("hello");
        _caller.Then(() => seen.Add(_connection!.WaitsForARequest));

        Run();

        Assert.Equal([true, true, false, false, true], seen);
    }

    [Fact]
    public void Abort_AnyTime_Closes()
    {
        _caller.Sends(Hello[..20]).Then(() => _connection!.Abort());

        Run();

        Assert.True(_caller.IsClosed);
        Assert.Empty(_handler.Bodies);
    }

    private CallerConnection Connection() => _connection = new CallerConnection(
        _caller, _caller, _handler, new DateField(_time), () => _isStopping, _time);

    private void Run() => Connection().Run();

    /// <summary>Lets a little more than that pass, and the watch look.</summary>
    private void PassTime(TimeSpan time)
    {
        _time.Advance(time + TimeSpan.FromTicks(1));
        _connection!.Check();
    }
}
