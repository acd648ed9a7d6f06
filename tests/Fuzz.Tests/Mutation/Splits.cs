using System.Buffers;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>The same bytes in pieces, as the network or a pool may hand them over.</summary>
/// <remarks>The last piece is never empty: PooledBody sees to that, for Utf8JsonReader cannot take it.</remarks>
internal static class Splits
{
    private const int BytewiseMax = 2048;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"\\{}[],:"u8);

    /// <summary>A few pieces, single bytes, or a cut at a bracket, quote, comma or backslash.</summary>
    public static ReadOnlySequence<byte> Draw(Random random, ReadOnlyMemory<byte> bytes) => random.Next(4) switch
    {
        0 when bytes.Length <= BytewiseMax => Segmented.Bytewise(bytes),
        1 when NextToken(random, bytes.Span) is var cut && cut < bytes.Length => Segmented.At(bytes, cut),
        _ => Pieces(random, bytes),
    };

    private static ReadOnlySequence<byte> Pieces(Random random, ReadOnlyMemory<byte> bytes)
    {
        var cuts = new int[random.Next(1, 9)];
        for (var i = 0; i < cuts.Length; i++)
        {
            cuts[i] = random.Next(Math.Max(1, bytes.Length));
        }

        Array.Sort(cuts);
        var parts = new List<ReadOnlyMemory<byte>>();
        var from = 0;
        foreach (var cut in cuts)
        {
            // Two cuts at one place leave an empty piece.
            parts.Add(bytes[from..cut]);
            from = cut;
        }

        return Segmented.Of([.. parts, bytes[from..]]);
    }

    private static int NextToken(Random random, ReadOnlySpan<byte> bytes)
    {
        var from = random.Next(bytes.Length + 1);
        var next = bytes[from..].IndexOfAny(Structure);
        return next < 0 ? from : Math.Min(bytes.Length, from + next + random.Next(2));
    }
}
