using System.Text;
using Sidecar.Bench.Load;

namespace Sidecar.Bench.Tests;

public sealed class HttpReaderTests
{
    private const string Answer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX: y\r\n\r\nhello";

    [Fact]
    public void Read_SplitAtEveryByte_FindsHeadAndBody()
    {
        for (var split = 1; split < Answer.Length; split++)
        {
            var reader = Reader(Answer[..split], Answer[split..]);

            Assert.True(reader.Read());

            Assert.True(reader.IsOk);
            Assert.Equal("hello", Encoding.ASCII.GetString(reader.BodyStart));
            Assert.Equal(5, reader.BodyLength);
        }
    }

    [Fact]
    public void Read_TwoMessages_KeepsThemApart()
    {
        var reader = Reader(Answer, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");

        Assert.True(reader.Read());
        Assert.True(reader.Read());

        Assert.False(reader.IsOk);
        Assert.True(reader.BodyStart.IsEmpty);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Read_BodyLargerThanTheBuffer_IsReadToItsLastByteAndKeepsItsStart()
    {
        var body = new string('a', 100) + new string('b', 3 * 1024 * 1024);
        var reader = Reader($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.True(reader.Read());

        Assert.Equal(body.Length, reader.BodyLength);
        Assert.StartsWith(new string('a', 100) + "b", Encoding.ASCII.GetString(reader.BodyStart), StringComparison.Ordinal);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab")]
    public void Read_MessageItDoesNotUnderstand_Throws(string message) =>
        Assert.Throws<InvalidDataException>(() => Reader(message).Read());

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")]
    public void Read_ConnectionEndsWithinAMessage_Throws(string message) =>
        Assert.Throws<EndOfStreamException>(() => Reader(message).Read());

    private static HttpReader Reader(params string[] pieces)
    {
        var waiting = new Queue<byte[]>(pieces.Select(Encoding.ASCII.GetBytes));
        var rest = Array.Empty<byte>();
        return new HttpReader(buffer =>
        {
            if (rest.Length == 0 && !waiting.TryDequeue(out rest!))
            {
                rest = [];
                return 0;
            }

            var count = Math.Min(buffer.Length, rest.Length);
            rest.AsSpan(0, count).CopyTo(buffer);
            rest = rest[count..];
            return count;
        });
    }
}
