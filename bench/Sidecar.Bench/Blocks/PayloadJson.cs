using System.Globalization;
using System.Text;

namespace Sidecar.Bench.Blocks;

/// <summary>The text of an ExecutionPayload of a given size; hash and timestamp are stamped in before each use.</summary>
/// <remarks>
/// What is stamped stands in the first <see cref="HeadLength"/> bytes, so that connections can share the rest. The
/// transactions are strings of 200 to 700 digits, as on a chain: a parser's cost depends on it.
/// </remarks>
internal sealed class PayloadJson
{
    private const string TimestampMark = "TTTTTTTT";

    private static readonly string HashMark = new('H', 64);

    private readonly int _timestampAt;
    private readonly int _hashAt;

    /// <param name="length">Bytes in all; at least 4 KB.</param>
    public PayloadJson(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 4096);
        var head = $$"""
            {"parentHash":"{{ChainFacts.HeadHash}}","feeRecipient":"{{ChainFacts.FeeRecipient}}","stateRoot":"{{ChainFacts.Zero}}","receiptsRoot":"{{ChainFacts.Zero}}","logsBloom":"0x{{new string('0', 512)}}","prevRandao":"{{ChainFacts.Zero}}","blockNumber":"0x65","gasLimit":"{{ChainFacts.GasLimit}}","gasUsed":"0x5208","timestamp":"0x{{TimestampMark}}","extraData":"0x00000000fa00000006","baseFeePerGas":"0x1","blockHash":"0x{{HashMark}}","transactions":["{{ChainFacts.ForcedTransaction}}"
            """;
        var tail = $$"""],"withdrawals":[],"blobGasUsed":"0x0","excessBlobGas":"0x0","withdrawalsRoot":"{{ChainFacts.Zero}}"}""";
        HeadLength = head.Length;
        _timestampAt = head.IndexOf(TimestampMark, StringComparison.Ordinal);
        _hashAt = head.IndexOf(HashMark, StringComparison.Ordinal);

        var text = new StringBuilder(head, length);
        AppendTransactions(text, length - head.Length - tail.Length);
        Bytes = Encoding.ASCII.GetBytes(text.Append(tail).ToString());
    }

    public byte[] Bytes { get; }

    public int HeadLength { get; }

    /// <summary>Makes it the block of a build.</summary>
    /// <param name="head">Bytes of which the first <see cref="HeadLength"/> are this payload's.</param>
    /// <param name="timestamp">The block's; of eight hex digits, so the length stays.</param>
    /// <param name="maker">Who made it.</param>
    public void Stamp(Span<byte> head, uint timestamp, BlockMaker maker)
    {
        timestamp.TryFormat(head[_timestampAt..], out _, "x8", CultureInfo.InvariantCulture);
        var hash = head.Slice(_hashAt, HashMark.Length);
        hash.Fill((byte)'0');
        ((byte)maker).TryFormat(hash, out _, "x2", CultureInfo.InvariantCulture);
        timestamp.TryFormat(hash[^8..], out _, "x8", CultureInfo.InvariantCulture);
    }

    private static void AppendTransactions(StringBuilder text, int length)
    {
        const int Frame = 5; // ,"0x"
        var random = new Random(1);
        while (length > 0)
        {
            var taken = Math.Min(length, Frame + random.Next(200, 700));
            taken = length - taken < Frame ? length : taken;
            text.Append(",\"0x").Append(random.GetHexString(taken - Frame, lowercase: true)).Append('"');
            length -= taken;
        }
    }
}
