using System.Buffers;
using Sidecar.Fuzz.Tests.Mutation;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>One turn of a target: where its inputs are drawn from, and which they were.</summary>
internal sealed class FuzzInput(Random random, long iteration)
{
    private readonly List<byte[]> _drawn = [];

    public Random Random => random;

    /// <summary>Its number, for what must be different each time.</summary>
    public long Iteration => iteration;

    /// <summary>What was drawn so far.</summary>
    public IReadOnlyList<byte[]> Drawn => _drawn;

    /// <summary>A mutation of one of the seeds.</summary>
    public byte[] Draw(IReadOnlyList<byte[]> seeds) => Note(Mutator.Mutate(random, seeds[random.Next(seeds.Count)]));

    /// <summary>The seed itself most of the time, else a mutation of it.</summary>
    public byte[] DrawSeldomChanged(byte[] seed) => Note(random.Next(4) > 0 ? seed : Mutator.Mutate(random, seed));

    /// <summary>The same bytes in other pieces.</summary>
    public ReadOnlySequence<byte> Split(ReadOnlyMemory<byte> bytes) => Splits.Draw(random, bytes);

    private byte[] Note(byte[] bytes)
    {
        _drawn.Add(bytes);
        return bytes;
    }
}
