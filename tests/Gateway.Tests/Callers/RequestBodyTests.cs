using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Callers;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class RequestBodyTests : IDisposable
{
    private const int BytesMax = 100;
    private const string Length = "Content-Length: 5\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";
    private const string Expect = "Expect: 100-continue\r\n";
    private const string GoOn = "HTTP/1.1 100 Continue\r\n\r\n";

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedCaller _caller = new();
    private readonly CallerProgress _progress;
    private readonly CallerStream _stream;
    private readonly RequestBody _body;

    public RequestBodyTests()
    {
        _progress = new CallerProgress(_time);
        _stream = new CallerStream(_caller, _progress);
        _body = new RequestBody(_stream, _progress);
    }

    public void Dispose() => _caller.Dispose();

    [Theory]
    [InlineData(Length, "hello")]
    [InlineData(Chunked, "5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(Chunked, "2;x=\"y\"\r\nhe\r\n003\r\nllo\r\n0\r\nTrailer: a\r\nOther: b\r\n\r\n")]
    public void Read_SplitAtEveryByte_IsTheBody(string framing, string text)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            using var caller = new ScriptedCaller(text[..cut], text[cut..] + "NEXT");
            Assert.Equal(("hello", BodyFailure.None, "NEXT"), ReadAll(caller, framing));
        }
    }

    [Theory]
    [InlineData(Length, "hello")]
    [InlineData(Chunked, "2\r\nhe\r\n3\r\nllo\r\n0\r\nT: a\r\n\r\n")]
    public void Read_ByteByByte_IsTheBody(string framing, string text)
    {
        using var caller = new ScriptedCaller([.. text.Select(letter => $"{letter}"), "NEXT"]);

        Assert.Equal(("hello", BodyFailure.None, "NEXT"), ReadAll(caller, framing));
    }

    [Theory]
    [InlineData(Length, "hello")]
    [InlineData(Chunked, "5\r\nhello\r\n0\r\n\r\n")]
    public void Read_EveryTruncation_IsDisconnected(string framing, string text)
    {
        for (var cut = 0; cut < text.Length; cut++)
        {
            using var ends = new ScriptedCaller(text[..cut]);
            using var breaks = new ScriptedCaller(text[..cut]).Breaks();
            Assert.Equal(BodyFailure.Disconnected, ReadAll(ends, framing).Failure);
            Assert.Equal(BodyFailure.Disconnected, ReadAll(breaks, framing).Failure);
        }
    }

    [Fact]
    public void Read_AnyBodyInAnyChunksAndPieces_IsTheBody()
    {
        var parts = Gen.Choose(0, 255).Select(code => (char)code).ArrayOf().Select(letters => new string(letters)).ArrayOf();
        var inputs = parts.Zip(Gen.Choose(1, 40)).ToArbitrary();

        Prop.ForAll(inputs, input =>
        {
            var (data, pieceBytes) = input;
            var text = string.Concat(data.Where(part => part != "").Select(part => $"{part.Length:x}\r\n{part}\r\n")) + "0\r\n\r\n";
            using var caller = new ScriptedCaller([.. text.Chunk(pieceBytes).Select(piece => new string(piece)), "NEXT"]);
            return ReadAll(caller, Chunked, long.MaxValue) == (string.Concat(data), BodyFailure.None, "NEXT");
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("\r\n")]
    [InlineData("ffffffffffffffff\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    public void Read_NoChunks_IsMalformed(string text) => Assert.Equal(BodyFailure.Malformed, Read(Chunked, text).Failure);

    [Theory]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n\n")]
    [InlineData("5\r\nhello\r\n0\r\nT: a\n\r\n")]
    [InlineData("5;\rx\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;x\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nT: a\rb\r\n\r\n")]
    public void Read_LineThatOthersEndElsewhere_IsMalformed(string text) =>
        Assert.Equal(BodyFailure.Malformed, Read(Chunked, text).Failure);

    [Theory]
    [InlineData(BytesMax, BodyFailure.None)]
    [InlineData(BytesMax + 1, BodyFailure.TooLarge)]
    internal void Read_LengthOrChunksAtTheLimit_AreReadUpToIt(int bytes, BodyFailure failure)
    {
        var text = new string('x', bytes);
        using var length = new ScriptedCaller(text);
        using var chunks = new ScriptedCaller($"{bytes:x}\r\n{text}\r\n0\r\n\r\n");

        Assert.Equal(failure, ReadAll(length, $"Content-Length: {bytes}\r\n").Failure);
        Assert.Equal(failure, ReadAll(chunks, Chunked).Failure);
    }

    [Fact]
    public void Read_LengthBeyondTheLimit_ReadsNothing()
    {
        _caller.Then(() => Assert.Fail("It was read."));

        Assert.Equal(BodyFailure.TooLarge, Read("Content-Length: 9223372036854775807\r\n").Failure);
        Assert.False(_body.IsAtMost(long.MaxValue - 1));
    }

    [Fact]
    public void Read_EndlessChunk_IsGivenUpAtTheLimit()
    {
        Begin(Chunked);
        _caller.Sends("fffffffffffffff\r\n" + new string('x', 20_000)).Then(() => Assert.Fail("It was read on."));

        Assert.Null(_body.Read(BytesMax, out var failure));

        Assert.Equal(BodyFailure.TooLarge, failure);
    }

    [Fact]
    public void Read_NeitherLengthNorChunks_HasNoLength() => Assert.Equal(BodyFailure.NoLength, Read("").Failure);

    [Fact]
    public void Read_LengthZero_IsEmptyWithoutAReadOrAWord()
    {
        _caller.Then(() => Assert.Fail("It was read."));

        Assert.Equal(("", BodyFailure.None), Read("Content-Length: 0\r\n"));
        Assert.True(_body.IsComplete);
    }

    [Theory]
    [InlineData(Length, "hello")]
    [InlineData(Chunked, "5\r\nhello\r\n0\r\n\r\n")]
    public void Read_CallerWaitsToBeTold_IsToldOnceBeforeAnythingIsRead(string framing, string text)
    {
        _caller.Then(() => Assert.Equal([GoOn], _caller.Writes));

        Assert.Equal(("hello", BodyFailure.None), Read(Expect + framing, text));
        Assert.Equal([GoOn], _caller.Writes);
    }

    [Fact]
    public void Read_CallerDidNotWaitToBeTold_IsNotTold()
    {
        _caller.Sends("he");
        Assert.True(_stream.ReceiveMore());

        Assert.Equal(("hello", BodyFailure.None), Read(Expect + Length, "llo"));
        Assert.Empty(_caller.Writes);
    }

    [Fact]
    public void Read_CallerDoesNotTakeWhatItIsTold_CountsAsAnswering()
    {
        var phases = new List<CallerPhase>();
        _caller.OnWrite = () => phases.Add(_progress.Phase);
        _caller.Then(() => phases.Add(_progress.Phase));

        Read(Expect + Length, "hello");

        Assert.Equal([CallerPhase.Answering, CallerPhase.ReadingBody], phases);
    }

    [Fact]
    public void Read_CallerIsGoneWhenItShouldBeTold_IsDisconnected()
    {
        _caller.IsDeaf = true;

        Assert.Equal(BodyFailure.Disconnected, Read(Expect + Length, "hello").Failure);
    }

    [Fact]
    public void Read_TimeIsOver_IsTooSlowAndNothingMoreIsExpected()
    {
        Begin(Length);
        _caller.Sends("he").Then(() => _time.Advance(TimeSpan.FromSeconds(6))).Then(_caller.EndReceiving);

        Assert.Null(_body.Read(BytesMax, out var failure));

        Assert.Equal(BodyFailure.TooSlow, failure);
        Assert.False(_body.IsAtMost(BytesMax));
    }

    [Fact]
    public void IsAtMost_LengthLeft_IsCompared()
    {
        Begin("Content-Length: 7\r\n");

        Assert.True(_body.IsAtMost(7));
        Assert.False(_body.IsAtMost(6));
    }

    [Theory]
    [InlineData(Chunked)]
    [InlineData(Expect + Length)]
    public void IsAtMost_LengthUnknownOrNotAskedFor_IsFalse(string framing)
    {
        Begin(framing);

        Assert.False(_body.IsAtMost(long.MaxValue));
    }

    [Theory]
    [InlineData(Length, "hello")]
    [InlineData(Chunked, "5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("", "")]
    public void TryDiscard_WholeBody_EndsWhereTheNextRequestBegins(string framing, string text)
    {
        Begin(framing);
        _caller.Sends(text + "NEXT");

        Assert.True(_body.TryDiscard());

        Assert.True(_body.IsComplete && _body.IsAtMost(0));
        Assert.Equal("NEXT", Rest(_stream));
    }

    [Theory]
    [InlineData(Length, "hell")]
    [InlineData(Chunked, "5\r\nhello\r\n")]
    [InlineData(Chunked, "x\r\n")]
    public void TryDiscard_NoEnd_IsFalse(string framing, string text)
    {
        Begin(framing);
        _caller.Sends(text);

        Assert.False(_body.TryDiscard());
    }

    [Fact]
    public void TryDiscard_ConnectionBreaks_IsFalse()
    {
        Begin(Length);
        _caller.Breaks();

        Assert.False(_body.TryDiscard());
    }

    [Fact]
    public void Begin_NextRequest_KnowsNothingOfTheOneBefore()
    {
        Assert.Equal(BodyFailure.Malformed, Read(Chunked, "1\r\naX\r\n").Failure);
        Rest(_stream);

        Assert.Equal(("hello", BodyFailure.None), Read(Chunked, "5\r\nhello\r\n0\r\n\r\n"));
    }

    private static RequestHead Head(string fields)
    {
        var bytes = Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        Assert.Equal(0, RequestHead.TryRead(bytes, out var head, out _));
        return head;
    }

    private static (string? Text, BodyFailure Failure, string Next) ReadAll(
        ScriptedCaller caller, string framing, long bytesMax = BytesMax)
    {
        var progress = new CallerProgress(new ManualTimeProvider());
        var stream = new CallerStream(caller, progress);
        var body = new RequestBody(stream, progress);
        body.Begin(Head(framing));
        using var lease = body.Read(bytesMax, out var failure);
        var text = lease is null ? null : Encoding.Latin1.GetString(lease.Bytes);
        return (text, failure, lease is null ? "" : Rest(stream));
    }

    private static string Rest(CallerStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[64];
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // There is no more.
        }

        return text.ToString();
    }

    private void Begin(string fields) => _body.Begin(Head(fields));

    private (string? Text, BodyFailure Failure) Read(string fields, string text = "")
    {
        Begin(fields);
        _caller.Sends(text);
        using var lease = _body.Read(BytesMax, out var failure);
        return (lease is null ? null : Encoding.Latin1.GetString(lease.Bytes), failure);
    }
}
