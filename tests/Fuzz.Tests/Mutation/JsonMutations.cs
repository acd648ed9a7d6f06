using System.Globalization;
using System.Text;

namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>Changes that mostly leave JSON behind: the ones that get past a parser.</summary>
internal static class JsonMutations
{
    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-0", "-1", "01", "1.5", "1e400", "-1e-400", "9007199254740993",
            "18446744073709551615", "18446744073709551616", "[]", "{}", "[null]", "[[]]", "[\"0x\"]", "{\"a\":1}", "\"\"",
            "\"0x\"", "\"0x0\"", "\"0X1\"", "\"0xffffffffffffffff\"", "\"0x10000000000000000\"", "\"0x03d6dd573eea913\"",
            "\"0x03d6dd573eea9133\"", "\"0x 1\"", "\"-0x1\"", "\"VALID\"", "\"INVALID\"", "\"SYNCING\"", "\"ACCEPTED\"",
            "\"valid\"", "\"VALI\\u0044\"", "\"INVALID_BLOCK_HASH\"", "{\"status\":\"VALID\"}",
            "\"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d\"",
            "\"0xA24DF50A7F1A454304C00A6408EE1FBAB37B2289D24A8459E1272BBF4B31C41D\"",
            "\"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"",
            "\"\\u0000\"", "NaN", "/**/1", "'a'", "2.0", "7E0",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "id", "method", "params", "jsonrpc", "result", "error", "status", "payloadStatus", "payloadId",
            "executionPayload", "blockHash", "parentHash", "prevRandao", "blockNumber", "timestamp", "gasLimit", "gasUsed",
            "feeRecipient", "extraData", "withdrawals", "transactions", "executionRequests", "parentBeaconBlockRoot",
            "blobsBundle", "headBlockHash", "noTxPool", "eip1559Params", "minBaseFee", "suggestedFeeRecipient", "number",
            "hash", "alg", "iat", "exp", "nbf", "crit", "\\ud800", "é", "",
        }.Select(name => Encoding.UTF8.GetBytes($"\"{name}\"")),
    ];

    /// <summary>Byte sequences that are not UTF-8.</summary>
    private static readonly byte[][] NotUtf8 =
    [
        [0xFF], [0xC3, 0x28], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80],
        [0xEF, 0xBB, 0xBF],
    ];

    /// <summary>One of them; null if the text has nothing to apply it to.</summary>
    public static byte[]? Apply(Random random, byte[] bytes, byte[] donor)
    {
        var spans = JsonSpan.Of(bytes);
        if (spans.Count == 0)
        {
            return null;
        }

        var span = spans[random.Next(spans.Count)];
        return span.IsName ? ChangeName(random, bytes, span, spans) : ChangeValue(random, bytes, span, spans, donor);
    }

    private static byte[] ChangeName(Random random, byte[] bytes, JsonSpan name, List<JsonSpan> spans) => random.Next(7) switch
    {
        0 => Replace(bytes, name, Names[random.Next(Names.Length)]),
        1 => Replace(bytes, name, Escaped(random, bytes.AsSpan(name.Start, name.Length))),
        2 => Replace(bytes, name, OtherCase(random, bytes.AsSpan(name.Start, name.Length))),
        3 => Member(bytes, name, spans) is { } gone ? Replace(bytes, gone, WithoutComma(bytes, gone)) : bytes,
        4 => InsertIn(random, bytes, name, NotUtf8[random.Next(NotUtf8.Length)]),
        _ => Member(bytes, name, spans) is { } member ? Repeat(random, bytes, name, member) : bytes,
    };

    private static byte[] ChangeValue(
        Random random, byte[] bytes, JsonSpan value, List<JsonSpan> spans, byte[] donor) => random.Next(10) switch
        {
            0 or 1 => Replace(bytes, value, Values[random.Next(Values.Length)]),
            2 => Replace(bytes, value, PieceOf(random, donor)),
            3 => Swap(bytes, value, spans[random.Next(spans.Count)]),
            4 => Replace(bytes, value, Nested(random, bytes.AsSpan(value.Start, value.Length))),
            5 => Replace(bytes, value, HugeNumber(random)),
            6 => InsertIn(random, bytes, value, NotUtf8[random.Next(NotUtf8.Length)]),
            7 => Replace(bytes, value, [.. " \n\t"u8, .. bytes.AsSpan(value.Start, value.Length), .. "\r "u8]),
            8 => Replace(bytes, value, OtherCase(random, bytes.AsSpan(value.Start, value.Length))),
            _ => Replace(bytes, value, Escaped(random, bytes.AsSpan(value.Start, value.Length))),
        };

    private static byte[] Replace(byte[] bytes, JsonSpan span, ReadOnlySpan<byte> piece) =>
        BlindMutations.Replace(bytes, span.Start, span.Length, piece);

    /// <summary>A name with its value; null if the text ends before.</summary>
    private static JsonSpan? Member(byte[] bytes, JsonSpan name, List<JsonSpan> spans)
    {
        var rest = bytes.AsSpan(name.End).IndexOfAnyExcept(" \t\r\n:"u8);
        var value = spans.Find(span => !span.IsName && rest >= 0 && span.Start == name.End + rest);
        return value.Length == 0 ? null : new JsonSpan(name.Start, value.End, false, value.Type);
    }

    /// <summary>What is left where a member was: the commas of its neighbours stay right, mostly.</summary>
    private static ReadOnlySpan<byte> WithoutComma(byte[] bytes, JsonSpan member) =>
        member.End < bytes.Length && bytes[member.End] == ',' ? "\"a\":0"u8 : "\"\":[]"u8;

    /// <summary>The member twice, the second time perhaps in another spelling or with another value.</summary>
    private static byte[] Repeat(Random random, byte[] bytes, JsonSpan name, JsonSpan member)
    {
        ReadOnlySpan<byte> text = bytes.AsSpan(name.Start, name.Length);
        var spelled = random.Next(3) switch
        {
            0 => text,
            1 => OtherCase(random, text),
            _ => Escaped(random, text),
        };
        ReadOnlySpan<byte> value = random.Next(2) == 0
            ? bytes.AsSpan(name.End, member.End - name.End)
            : [(byte)':', .. Values[random.Next(Values.Length)]];
        return BlindMutations.Replace(bytes, member.Start, 0, [.. spelled, .. value, (byte)',']);
    }

    private static byte[] Swap(byte[] bytes, JsonSpan a, JsonSpan b)
    {
        var (first, second) = a.Start <= b.Start ? (a, b) : (b, a);
        return first.End > second.Start
            ? Replace(bytes, first, bytes.AsSpan(second.Start, second.Length))
            :
            [
                .. bytes.AsSpan(0, first.Start), .. bytes.AsSpan(second.Start, second.Length),
                .. bytes.AsSpan(first.End, second.Start - first.End), .. bytes.AsSpan(first.Start, first.Length),
                .. bytes.AsSpan(second.End),
            ];
    }

    private static ReadOnlySpan<byte> PieceOf(Random random, byte[] donor)
    {
        var spans = JsonSpan.Of(donor);
        var span = spans.Count == 0 ? default : spans[random.Next(spans.Count)];
        return donor.AsSpan(span.Start, span.Length);
    }

    /// <summary>Around the limits of depth, and seldom far beyond.</summary>
    private static byte[] Nested(Random random, ReadOnlySpan<byte> value)
    {
        var depth = random.Next(12) switch
        {
            0 => random.Next(1990, 2010),
            1 => 4000,
            < 6 => random.Next(56, 70),
            _ => random.Next(1, 5),
        };
        var isObject = random.Next(2) == 0;
        var open = Enumerable.Repeat(isObject ? "{\"a\":" : "[", depth);
        var close = new string(isObject ? '}' : ']', depth);
        return [.. Encoding.ASCII.GetBytes(string.Concat(open)), .. value, .. Encoding.ASCII.GetBytes(close)];
    }

    private static byte[] HugeNumber(Random random)
    {
        var digits = new string((char)('1' + random.Next(9)), random.Next(1, 400));
        var text = random.Next(4) switch
        {
            0 => digits,
            1 => $"-{digits}.{digits}",
            2 => string.Create(CultureInfo.InvariantCulture, $"{digits}e{random.Next(-5000, 5000)}"),
            _ => $"\"0x{digits}\"",
        };
        return Encoding.ASCII.GetBytes(text);
    }

    private static byte[] InsertIn(Random random, byte[] bytes, JsonSpan span, byte[] piece) =>
        BlindMutations.Replace(bytes, span.Start + random.Next(span.Length + 1), 0, piece);

    private static byte[] OtherCase(Random random, ReadOnlySpan<byte> text)
    {
        var changed = text.ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            if (char.IsAsciiLetter((char)changed[i]) && random.Next(3) == 0)
            {
                changed[i] ^= 0x20;
            }
        }

        return changed;
    }

    private static byte[] Escaped(Random random, ReadOnlySpan<byte> text)
    {
        if (text.Length < 3)
        {
            return text.ToArray();
        }

        var at = random.Next(1, text.Length - 1);
        var escape = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}"));
        return BlindMutations.Replace(text, at, 1, escape);
    }
}
