namespace Sidecar.Bench.Load;

/// <summary>A request's body with room in front, so that head and body leave in one send.</summary>
internal sealed class EngineRequest
{
    private const int HeadRoom = 1024;

    private readonly byte[] _buffer;

    public EngineRequest(ReadOnlySpan<byte> body)
    {
        _buffer = new byte[HeadRoom + body.Length];
        body.CopyTo(Body);
    }

    public Span<byte> Body => _buffer.AsSpan(HeadRoom);

    /// <summary>Puts the head in front of the body. Valid until the next call.</summary>
    public ReadOnlyMemory<byte> WithHead(ReadOnlySpan<byte> head)
    {
        var start = HeadRoom - head.Length;
        head.CopyTo(_buffer.AsSpan(start));
        return _buffer.AsMemory(start);
    }
}
