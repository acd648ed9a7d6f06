using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Tests.Http1;

public sealed class ChunkedBodyTests
{
    [Theory]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", "abc")]
    [InlineData("A\r\n0123456789\r\n0\r\n\r\n", "0123456789")]
    [InlineData("00002;name=\"value\"\r\nab\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n", "ab")]
    [InlineData("2\nab\n0\n\n", "ab")]
    public void Read_Chunks_GivesTheirData(string text, string data) => Assert.Equal((data, true), Read(text));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x2\r\nab\r\n")]
    [InlineData("1g\r\na\r\n")]
    [InlineData("fffffffffffffffff\r\n")]
    [InlineData("2\r\nabc\r\n0\r\n\r\n")]
    [InlineData(";name\r\n")]
    public void Read_WhatIsNoChunk_IsRefused(string text) => Assert.Null(Read(text).Data);

    [Fact]
    public void Read_EndlessLine_IsRefused() => Assert.Null(Read(new string('0', 9000)).Data);

    [Fact]
    public void Read_LongLine_IsRefusedWhetherItIsSeenWholeOrNot()
    {
        var line = new string('0', 15) + ";" + new string('x', 8176);

        Assert.Equal(("", true), Read($"{line}\n\r\n"));
        Assert.Null(Read($"{line}x\n\r\n").Data);
        Assert.Null(Read($"{line}x").Data);
    }

    [Fact]
    public void Read_EndlessTrailers_AreRefused() =>
        Assert.Null(Read("0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 2000))).Data);

    [Fact]
    public void Read_EveryBeginning_IsNotComplete()
    {
        var text = "5;x\r\nhello\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n";

        for (var length = 0; length < text.Length; length++)
        {
            Assert.False(Read(text[..length]).IsComplete);
        }
    }

    [Fact]
    public void Read_AnyChunks_GivesWhatWasPutIn() => Prop.ForAll<NonEmptyArray<byte>[]>(chunks =>
    {
        var data = chunks.Select(chunk => Encoding.Latin1.GetString(chunk.Get)).ToList();
        var text = string.Concat(data.Select(chunk => $"{chunk.Length:x}\r\n{chunk}\r\n")) + "0\r\n\r\n";
        return Read(text) == (string.Concat(data), true);
    }).QuickCheckThrowOnFailure();

    /// <summary>Reads as a connection does: lines by the decoder, data by count. Null if it refuses.</summary>
    private static (string? Data, bool IsComplete) Read(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text).AsSpan();
        var chunks = new ChunkedBody();
        var data = new StringBuilder();
        while (!chunks.IsComplete)
        {
            if (chunks.DataLeft > 0)
            {
                var count = (int)Math.Min(chunks.DataLeft, bytes.Length);
                if (count == 0)
                {
                    break;
                }

                data.Append(Encoding.Latin1.GetString(bytes[..count]));
                chunks.TakeData(count);
                bytes = bytes[count..];
                continue;
            }

            if (!chunks.TryReadLine(bytes, out var length))
            {
                return (null, false);
            }

            if (length == 0)
            {
                break;
            }

            bytes = bytes[length..];
        }

        return (data.ToString(), chunks.IsComplete);
    }
}
