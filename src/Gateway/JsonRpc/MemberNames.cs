using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sidecar.Gateway.JsonRpc;

/// <summary>Finds members of one JSON object that two parsers could read differently.</summary>
/// <remarks>
/// Of a name that occurs twice some parsers take the first, some the last; Go's also takes names in any case. A block
/// that one program checks and another imports must not have such names. So they count as the same when they differ in
/// case only, and names with escapes or anything but ASCII are refused: no member of the Engine API has such a name.
/// Every answer on the way of a block is read with one or two of these, so they lie on the stack.
/// </remarks>
internal struct MemberNames
{
    /// <summary>More than any object of the Engine API has.</summary>
    private const int CountMax = 64;

    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    private Hashes _seen;
    private int _count;

    /// <summary>Whether the name that the reader is at is a new and plain one.</summary>
    public bool TryAdd(ref Utf8JsonReader reader)
    {
        Span<ulong> seen = _seen;
        if (reader.ValueIsEscaped || _count == CountMax || !TryHash(ref reader, out var hash)
            || seen[.._count].Contains(hash))
        {
            return false;
        }

        seen[_count++] = hash;
        return true;
    }

    private static bool TryHash(ref Utf8JsonReader reader, out ulong hash)
    {
        hash = FnvOffset;
        if (!reader.HasValueSequence)
        {
            return TryHash(reader.ValueSpan, ref hash);
        }

        foreach (var segment in reader.ValueSequence)
        {
            if (!TryHash(segment.Span, ref hash))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryHash(ReadOnlySpan<byte> name, ref ulong hash)
    {
        foreach (var letter in name)
        {
            if (!char.IsAscii((char)letter))
            {
                return false;
            }

            hash = (hash ^ (byte)char.ToLowerInvariant((char)letter)) * FnvPrime;
        }

        return true;
    }

    [InlineArray(CountMax)]
    private struct Hashes
    {
        private ulong _first;
    }
}
