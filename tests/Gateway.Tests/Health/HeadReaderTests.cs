using System.Buffers;
using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HeadReaderTests
{
    private const string Hash = "0x00000000000000010000000000000002000000000000000300000000000000ff";

    private const string Block =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"parentHash\":\"0x1\",\"number\":\"0x10\",\"hash\":\"" + Hash
        + "\",\"transactions\":[{\"hash\":\"0x2\",\"number\":\"0x3\"}],\"timestamp\":\"0x6553f100\",\"uncles\":[]}}";

    private static readonly BlockHead Expected = new(16, new BlockHash(1, 2, 3, 255), 0x6553f100);

    [Fact]
    public void TryRead_SplitAtEveryByte_FindsTheHead()
    {
        var bytes = Encoding.UTF8.GetBytes(Block);

        for (var split = 0; split <= bytes.Length; split++)
        {
            var found = BlockHeadReader.TryRead(Sequence(bytes[..split], bytes[split..]), out var head);

            Assert.True(found, $"split {split}");
            Assert.Equal(Expected, head);
        }
    }

    [Fact]
    public void TryRead_EveryByteInItsOwnSegment_FindsTheHead()
    {
        var segments = Encoding.UTF8.GetBytes(Block).Select(b => new[] { b }).ToArray();

        var found = BlockHeadReader.TryRead(Sequence(segments), out var head);

        Assert.True(found);
        Assert.Equal(Expected, head);
    }

    [Fact]
    public void TryRead_CutAnywhere_FindsNothing()
    {
        var bytes = Encoding.UTF8.GetBytes(Block);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(BlockHeadReader.TryRead(new(bytes, 0, length), out _), $"length {length}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"result\":null}")]
    [InlineData("{\"result\":\"0x10\"}")]
    [InlineData("{\"error\":{\"code\":-32601,\"message\":\"no\"}}")]
    [InlineData("{\"result\":{\"number\":\"0x10\",\"timestamp\":\"0x1\"}}")]
    [InlineData("{\"result\":{\"number\":\"10\",\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}}")]
    [InlineData("{\"result\":{\"number\":\"0x\",\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}}")]
    [InlineData("{\"result\":{\"number\":16,\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}}")]
    [InlineData("{\"result\":{\"number\":{\"a\":1},\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}}")]
    [InlineData("{\"result\":{\"number\":\"0x11112222333344445\",\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}}")]
    [InlineData("{\"result\":{\"number\":\"0x1\",\"timestamp\":\"0x1\",\"hash\":\"0x12\"}}")]
    [InlineData("{\"result\":{\"number\":\"0x1\",\"timestamp\":\"0x1\",\"hash\":\"" + Hash + "\"}} x")]
    public void TryRead_AnythingElse_FindsNothing(string body)
    {
        var found = BlockHeadReader.TryRead(new(Encoding.UTF8.GetBytes(body)), out _);

        Assert.False(found);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":false}", false)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"currentBlock\":\"0x1\",\"highestBlock\":\"0x2\"}}", true)]
    [InlineData("{\"result\":true}", true)]
    [InlineData("{\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}}", false)]
    [InlineData("{\"result\":null}", false)]
    [InlineData("", false)]
    [InlineData("{", false)]
    public void IsSyncing_Answer_IsTrueOnlyIfTheClientSaysSo(string body, bool expected)
    {
        var syncing = SyncingReader.IsSyncing(new(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(expected, syncing);
    }

    private static ReadOnlySequence<byte> Sequence(params byte[][] parts)
    {
        var first = new Segment(parts[0], 0);
        var last = first;
        foreach (var part in parts[1..])
        {
            last = last.Append(part);
        }

        return new(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long runningIndex) => (Memory, RunningIndex) = (bytes, runningIndex);

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
