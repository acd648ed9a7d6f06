using System.Buffers;
using System.Text;

namespace Sidecar.Gateway.Tests.JsonRpc;

/// <summary>The same bytes in differently split sequences.</summary>
internal static class Segmented
{
    public static ReadOnlySequence<byte> Whole(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Two segments; a split at either end leaves an empty one.</summary>
    public static ReadOnlySequence<byte> At(ReadOnlyMemory<byte> bytes, int position) =>
        Of(bytes[..position], bytes[position..]);

    /// <summary>One byte each, with an empty segment in front of every fourth.</summary>
    public static ReadOnlySequence<byte> Bytewise(ReadOnlyMemory<byte> bytes) => Of(
    [
        .. Enumerable.Range(0, bytes.Length).SelectMany<int, ReadOnlyMemory<byte>>(
            i => i % 4 == 0 ? [default, bytes.Slice(i, 1)] : [bytes.Slice(i, 1)]),
    ]);

    /// <summary>Every way of splitting in two, and the split into single bytes.</summary>
    public static IEnumerable<ReadOnlySequence<byte>> Every(ReadOnlyMemory<byte> bytes)
    {
        for (var position = 0; position <= bytes.Length; position++)
        {
            yield return At(bytes, position);
        }

        yield return Bytewise(bytes);
    }

    public static ReadOnlySequence<byte> Of(params ReadOnlyMemory<byte>[] parts)
    {
        if (parts.Length == 0)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var first = new Part(parts[0], null);
        var last = first;
        foreach (var part in parts.AsSpan(1))
        {
            last = new Part(part, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    public static string Text(this in ReadOnlySequence<byte> bytes) => Encoding.UTF8.GetString(bytes.ToArray());

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory, Part? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                previous.Next = this;
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
            }
        }
    }
}
