namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>Changes to bytes that know nothing of what the bytes mean.</summary>
internal static class BlindMutations
{
    private static readonly byte[] Telling = [.. "\"\\{}[],:0x \t\n\r\0-.eE"u8, 0x80, 0xC0, 0xED, 0xEF, 0xF5, 0xFF];

    /// <summary>One of them.</summary>
    public static byte[] Apply(Random random, byte[] bytes, byte[] donor)
    {
        if (bytes.Length == 0)
        {
            return donor;
        }

        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(64, bytes.Length - at) + 1);
        return random.Next(8) switch
        {
            0 => Set(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8)))),
            1 => Set(bytes, at, Telling[random.Next(Telling.Length)]),
            2 => Replace(bytes, at, 0, [Telling[random.Next(Telling.Length)]]),
            3 => Replace(bytes, at, length, []),
            4 => Replace(bytes, at, 0, bytes.AsSpan(at, length)),
            5 => bytes[..at],
            6 => Splice(random, bytes, at, donor),
            _ => Swap(random, bytes, at, length),
        };
    }

    /// <summary>The text with another piece in place of one of its own.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> bytes, int start, int length, ReadOnlySpan<byte> piece) =>
        [.. bytes[..start], .. piece, .. bytes[(start + length)..]];

    private static byte[] Set(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }

    /// <summary>The beginning of one with the end of another.</summary>
    private static byte[] Splice(Random random, byte[] bytes, int at, byte[] donor) =>
        [.. bytes.AsSpan(0, at), .. donor.AsSpan(random.Next(donor.Length + 1))];

    private static byte[] Swap(Random random, byte[] bytes, int at, int length)
    {
        var piece = bytes.AsSpan(at, length).ToArray();
        var without = Replace(bytes, at, length, []);
        return Replace(without, random.Next(without.Length + 1), 0, piece);
    }
}
