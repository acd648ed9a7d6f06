namespace Sidecar.Fuzz.Tests.Mutation;

/// <summary>Makes an input out of a seed: none to four changes, one upon the other.</summary>
internal static class Mutator
{
    public static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = seed;
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            var donor = Corpus.All[random.Next(Corpus.All.Count)];
            var changed = random.Next(3) == 0 ? null : JsonMutations.Apply(random, bytes, donor);
            changed ??= BlindMutations.Apply(random, bytes, donor);
            bytes = changed.Length <= Corpus.BytesMax ? changed : bytes;
        }

        return bytes;
    }
}
