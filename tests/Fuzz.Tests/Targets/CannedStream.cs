using Sidecar.TestKit;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>The other end of a connection: takes whatever is written and says the same in any case, in pieces.</summary>
internal sealed class CannedStream(byte[] answer, Random random) : DuplexStream
{
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, Math.Min(answer.Length - _position, random.Next(1, 3000)));
        answer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Whatever is asked, the answer is the same.
    }
}
