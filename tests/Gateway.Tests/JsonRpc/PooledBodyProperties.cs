using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.JsonRpc;

public sealed class PooledBodyProperties
{
    [Fact]
    public void Bytes_WrittenInAnySizes_AreWhatWasWritten()
    {
        var writes = Gen.OneOf(Gen.Choose(0, 20), Gen.Choose(0, 20_000)).ArrayOf().Zip(Gen.Choose(0, 50_000));

        Check.QuickThrowOnFailure(Prop.ForAll(writes.ToArbitrary(), drawn =>
        {
            var (sizes, hint) = drawn;
            var body = new PooledBody(hint);
            var expected = new List<byte>();
            foreach (var size in sizes)
            {
                var bytes = Enumerable.Range(expected.Count, size).Select(i => (byte)(i % 251)).ToArray();
                expected.AddRange(bytes);
                body.Write(bytes);
            }

            using var lease = body.Complete();
            return body.Length == expected.Count && lease.Bytes.ToArray().AsSpan().SequenceEqual(expected.ToArray());
        }));
    }

    [Fact]
    public void Bytes_AdvancedInAnySteps_AreWhatWasWritten()
    {
        var steps = Gen.Choose(1, 9000).ArrayOf().ToArbitrary();

        Check.QuickThrowOnFailure(Prop.ForAll(steps, sizes =>
        {
            var body = new PooledBody(0);
            var expected = new List<byte>();
            foreach (var size in sizes)
            {
                var room = body.GetMemory().Span;
                var count = Math.Min(size, room.Length);
                for (var i = 0; i < count; i++)
                {
                    room[i] = (byte)((expected.Count + i) % 253);
                }

                expected.AddRange(room[..count]);
                body.Advance(count);
            }

            using var lease = body.Complete();
            return lease.Bytes.ToArray().AsSpan().SequenceEqual(expected.ToArray());
        }));
    }
}
