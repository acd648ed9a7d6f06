using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Callers;

namespace Sidecar.Gateway.Tests.Callers;

public sealed class RequestHeadTests
{
    private const string Post = "POST / HTTP/1.1\r\n";
    private const string Host = "Host: gateway\r\n";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST /?a=b HTTP/1.1\r\nHost: a:8551\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nhOST: [::1]:8551\r\nX: a:b \t\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("POST http://a:1/x HTTP/1.1\r\nHost: A:1\r\n\r\n")]
    [InlineData("POST http://a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST HTTP://a HTTP/1.0\r\n\r\n")]
    [InlineData("!#$ / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX: \u00e9\t\u0001\r\n\r\n")]
    public void TryRead_GoodHead_IsRead(string text) => Assert.Equal((0, text.Length), Read(text));

    [Theory]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("POST\r\n\r\n", 400)]
    [InlineData("POST /\r\n\r\n", 400)]
    [InlineData("POST  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST /  HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData(" POST / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("PO(ST / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST /\t HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST a HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST * HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST http:///x HTTP/1.1\r\nHost:\r\n\r\n", 400)]
    [InlineData("POST ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST ://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1 \r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST / http/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.10\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.2\r\nHost: a\r\n\r\n", 505)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400)]
    [InlineData("POST http://a/ HTTP/1.1\r\nHost: b\r\n\r\n", 400)]
    [InlineData("POST http://a/ HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u000bchunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX: a\r\r\n\r\n", 400)]
    public void TryRead_BadHead_IsRefused(string text, int status) => Assert.Equal(status, Read(text).Status);

    [Theory]
    [InlineData("POST / HTTP/1.1\nHost: a\n\n")]
    [InlineData("POST / HTTP/1.1\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\n\n")]
    [InlineData("POST / HTTP/1.0\r\n\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\n\nX: b\r\n\r\n")]
    public void TryRead_LineWithoutCarriageReturn_IsRefused(string text) => Assert.Equal(400, Read(text).Status);

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")]
    [InlineData("POST http://a/x?y HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("POST / HTTP/1.0\r\n\r\n")]
    public void TryRead_EveryBeginning_IsNotWholeYet(string text)
    {
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal((0, 0), Read(text[..length]));
        }

        Assert.Equal((0, text.Length), Read(text));
        Assert.Equal((0, text.Length), Read(text + "\r\n\r\nPOST / HTTP/1.1\r\n"));
    }

    [Theory]
    [InlineData("POST / HTTP/3.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    public void TryRead_EveryBeginningOfABadHead_IsNotWholeYetOrRefusedAlike(string text, int status)
    {
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal((0, 0), Read(text[..length]));
        }

        Assert.Equal(status, Read(text).Status);
    }

    [Theory]
    [InlineData(RequestHead.LineBytesMax, 0)]
    [InlineData(RequestHead.LineBytesMax + 1, 414)]
    public void TryRead_LongLine_IsReadUpToTheLimit(int bytes, int status)
    {
        var line = "POST /" + new string('a', bytes - "POST / HTTP/1.1\r\n".Length) + " HTTP/1.1\r\n";

        Assert.Equal(bytes, line.Length);
        Assert.Equal(status, Read(line + Host + "\r\n").Status);
    }

    [Theory]
    [InlineData(RequestHead.LineBytesMax - 1, 0)]
    [InlineData(RequestHead.LineBytesMax, 414)]
    public void TryRead_EndlessLine_IsRefusedAsSoonAsItCannotEndInTime(int bytes, int status) =>
        Assert.Equal((status, 0), Read(new string('a', bytes)));

    [Theory]
    [InlineData(RequestHead.FieldsBytesMax, 0)]
    [InlineData(RequestHead.FieldsBytesMax + 1, 431)]
    public void TryRead_LongFields_AreReadUpToTheLimit(int bytes, int status)
    {
        var start = Host + "X: ";
        var fields = start + new string('x', bytes - start.Length - 4) + "\r\n\r\n";

        Assert.Equal(bytes, fields.Length);
        Assert.Equal(status, Read(Post + fields).Status);
    }

    [Theory]
    [InlineData(RequestHead.FieldsBytesMax - 1, 0)]
    [InlineData(RequestHead.FieldsBytesMax, 431)]
    public void TryRead_EndlessFields_AreRefusedAsSoonAsTheyCannotEndInTime(int bytes, int status) =>
        Assert.Equal((status, 0), Read(Post + new string('x', bytes)));

    [Fact]
    public void TryRead_LongestLineAndFields_FitWhatIsReceived()
    {
        var line = "POST /" + new string('a', RequestHead.LineBytesMax - Post.Length) + " HTTP/1.1\r\n";
        var fields = Host + "X: " + new string('x', RequestHead.FieldsBytesMax - Host.Length - 7) + "\r\n\r\n";

        Assert.Equal((0, CallerStream.ReceivedBytesMax), Read(line + fields));
    }

    [Theory]
    [InlineData(RequestHead.FieldsMax, 0)]
    [InlineData(RequestHead.FieldsMax + 1, 431)]
    public void TryRead_ManyFields_AreReadUpToTheLimit(int count, int status)
    {
        var others = string.Concat(Enumerable.Repeat("A: b\r\n", count - 1));

        Assert.Equal(status, Read(Post + Host + others + "\r\n").Status);
    }

    [Theory]
    [InlineData("1.1", "", true)]
    [InlineData("1.1", "close", false)]
    [InlineData("1.1", "Keep-Alive", true)]
    [InlineData("1.1", "x, CLOSE", false)]
    [InlineData("1.1", "closed", true)]
    [InlineData("1.1", "keep-alive,close", false)]
    [InlineData("1.0", "", false)]
    [InlineData("1.0", "keep-alive", true)]
    [InlineData("1.0", "x ,\tkeep-alive", true)]
    [InlineData("1.0", "keep-alive, close", false)]
    public void KeepsAlive_VersionAndConnection_SayWhether(string version, string connection, bool keeps) =>
        Assert.Equal(keeps, Head($"POST / HTTP/{version}\r\n{Host}Connection: {connection}\r\n\r\n").KeepsAlive);

    [Fact]
    public void KeepsAlive_SeveralConnectionFields_AreOneList() =>
        Assert.False(Head($"{Post}{Host}Connection: close\r\nConnection: keep-alive\r\n\r\n").KeepsAlive);

    [Theory]
    [InlineData("1.1", "100-continue", true)]
    [InlineData("1.1", "100-Continue", true)]
    [InlineData("1.1", "something", false)]
    [InlineData("1.0", "100-continue", false)]
    public void ExpectsContinue_VersionAndExpect_SayWhether(string version, string expect, bool expects) =>
        Assert.Equal(expects, Head($"POST / HTTP/{version}\r\n{Host}Expect: {expect}\r\n\r\n").ExpectsContinue);

    [Fact]
    public void TryRead_Body_IsFramedAsItSays()
    {
        var length = Head($"{Post}{Host}Content-Length: 9223372036854775807\r\n\r\n");
        var chunks = Head($"{Post}{Host}Transfer-Encoding: chunked\r\n\r\n");
        var neither = Head($"{Post}{Host}\r\n");

        Assert.Equal((long.MaxValue, false), (length.ContentLength, length.IsChunked));
        Assert.Equal((null, true), (chunks.ContentLength, chunks.IsChunked));
        Assert.Equal((null, false), (neither.ContentLength, neither.IsChunked));
    }

    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/healthz?format=json", "/healthz", "format=json")]
    [InlineData("/a?b?c", "/a", "b?c")]
    [InlineData("/%2e%2E//?", "/%2e%2E//", "")]
    [InlineData("http://gateway", "/", "")]
    [InlineData("http://gateway/a?b=http://c", "/a", "b=http://c")]
    public void Line_Target_IsPathAndQuery(string target, string path, string query)
    {
        var line = Head($"POST {target} HTTP/1.1\r\n{Host}\r\n").Line;

        Assert.Equal((path, query), (Encoding.Latin1.GetString(line.Path), Encoding.Latin1.GetString(line.Query)));
    }

    [Theory]
    [InlineData("POST", true, false)]
    [InlineData("HEAD", false, true)]
    [InlineData("post", false, false)]
    [InlineData("GET", false, false)]
    public void Line_Method_IsComparedExactly(string method, bool isPost, bool isHead)
    {
        var line = Head($"{method} / HTTP/1.1\r\n{Host}\r\n").Line;

        Assert.Equal((isPost, isHead), (line.IsPost, line.IsHead));
    }

    [Fact]
    public void TryRead_AnyBytes_GiveAStatusAndALengthWithinThem()
    {
        string[] parts = [Post, Host, "\r\n", "\n", "\r", " ", ":", "A: b\r\n", "Content-Length: 1\r\n", "http://", "HTTP/1.1", "\0"];
        var pieces = Gen.OneOf(
            Gen.Elements(parts), Gen.Choose(0, 255).ArrayOf().Select(codes => new string([.. codes.Select(code => (char)code)])));

        Prop.ForAll(pieces.ArrayOf().Select(string.Concat).ToArbitrary(), text =>
        {
            var (status, length) = Read(text);
            return status is 0 or 400 or 414 or 431 or 505 && length >= 0 && length <= text.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TryRead_WhateverFollowsAHead_ChangesNothing() => Prop.ForAll<byte[]>(rest =>
    {
        var text = $"{Post}{Host}Content-Length: 7\r\n\r\n";

        return Read(text + Encoding.Latin1.GetString(rest)) == (0, text.Length);
    }).QuickCheckThrowOnFailure();

    private static (int Status, int Length) Read(string text) =>
        (RequestHead.TryRead(Encoding.Latin1.GetBytes(text), out _, out var length), length);

    private static RequestHead Head(string text)
    {
        Assert.Equal(0, RequestHead.TryRead(Encoding.Latin1.GetBytes(text), out var head, out _));
        return head;
    }
}
