using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Upstream.Http1;

namespace Sidecar.Gateway.Tests.Upstream.Http1;

public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", 200, null, false, true)]
    [InlineData("HTTP/1.1 200\r\n\r\n", 200, null, false, true)]
    [InlineData("HTTP/1.1 200 OK\n\n", 200, null, false, true)]
    [InlineData("HTTP/1.1 503 Not now\r\nContent-Length: 12\r\n\r\n", 503, 12L, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\ncontent-LENGTH:0\r\n\r\n", 200, 0L, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 200, 5L, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", 200, null, true, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\n", 200, 3L, false, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 200, null, false, false)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", 200, null, false, false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n\r\n", 200, null, false, true)]
    [InlineData("HTTP/1.1 099 Less\r\n\r\n", 99, null, false, true)]
    public void Read_WholeHead_SaysWhereTheBodyEnds(
        string text, int status, object? length, bool isChunked, bool keepsAlive)
    {
        Assert.True(ResponseHead.TryRead(Bytes(text + "rest"), out var head, out var read));

        Assert.Equal(text.Length, read);
        Assert.Equal((status, length, isChunked, keepsAlive), (head.StatusCode, head.ContentLength, head.IsChunked, head.KeepsAlive));
    }

    [Fact]
    public void Read_LengthAndChunks_TakesTheChunksAndEndsTheConnection()
    {
        var text = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n";

        Assert.True(ResponseHead.TryRead(Bytes(text), out var head, out _));

        Assert.Equal((null, true, false), (head.ContentLength, head.IsChunked, head.KeepsAlive));
    }

    [Theory]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 -20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("{}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: 1\r\n goes on\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    public void Read_WhatCouldMeanTwoThings_IsNoHead(string text) =>
        Assert.False(ResponseHead.TryRead(Bytes(text), out _, out _));

    [Fact]
    public void Read_EveryBeginning_IsNotWholeYet()
    {
        var text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n";

        for (var length = 0; length < text.Length; length++)
        {
            Assert.True(ResponseHead.TryRead(Bytes(text[..length]), out _, out var read));
            Assert.Equal(0, read);
        }
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(103, true)]
    [InlineData(199, true)]
    [InlineData(200, false)]
    public void IsInterim_Status_IsTrueForWhatIsFollowedByAnother(int status, bool isInterim)
    {
        Assert.True(ResponseHead.TryRead(Bytes($"HTTP/1.1 {status} X\r\n\r\n"), out var head, out _));

        Assert.Equal(isInterim, head.IsInterim);
    }

    [Fact]
    public void Fields_OfAHead_AreThoseThatCame()
    {
        var text = "HTTP/1.1 200 OK\r\nA: 1\r\nb:\t two \r\nEmpty:\r\nA: 3\r\n\r\n";
        Assert.True(ResponseHead.TryRead(Bytes(text), out var head, out _));

        var found = new List<string>();
        foreach (var field in head.Fields)
        {
            found.Add($"{Encoding.Latin1.GetString(field.Name)}={field.ValueText}");
        }

        Assert.Equal(["A=1", "b=two", "Empty=", "A=3"], found);
        Assert.Equal("two", head.Fields.Find("B"u8));
        Assert.Null(head.Fields.Find("C"u8));
    }

    [Fact]
    public void Read_AnyBytesAtAll_NeverThrowsNorReadsTooFar() => Prop.ForAll<byte[]>(bytes =>
    {
        var text = (byte[])[.. "HTTP/1.1 200 OK\r\n"u8, .. bytes];
        return !ResponseHead.TryRead(text, out _, out var length) || length <= text.Length;
    }).QuickCheckThrowOnFailure();

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
