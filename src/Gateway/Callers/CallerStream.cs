namespace Sidecar.Gateway.Callers;

/// <summary>The bytes of a caller's connection. Reads and writes block the connection's thread.</summary>
internal sealed class CallerStream(Stream stream, CallerProgress progress)
{
    /// <summary>Room for the longest head; bodies go past it into memory of their own.</summary>
    public const int ReceivedBytesMax = RequestHead.LineBytesMax + RequestHead.FieldsBytesMax;

    /// <summary>Sent at once, so that a caller that takes nothing any more can be told from one that is slow.</summary>
    public const int PieceBytes = 256 * 1024;

    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(ReceivedBytesMax);
    private int _start;
    private int _end;

    /// <summary>What has come and was not taken. Valid until more is received.</summary>
    public ReadOnlyMemory<byte> Received => _received.AsMemory(_start.._end);

    /// <summary>Whether there is no room for more before something is taken.</summary>
    public bool IsFull => _end - _start == _received.Length;

    /// <summary>Counts bytes of <see cref="Received"/> as read.</summary>
    public void Take(int count) => _start += count;

    /// <summary>Waits for more behind what was received.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public bool ReceiveMore()
    {
        if (_start > 0)
        {
            _received.AsSpan(_start.._end).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
        }

        var count = stream.Read(_received.AsSpan(_end));
        progress.Moved(count);
        _end += count;
        return count > 0;
    }

    /// <summary>Reads what was received already, else straight from the connection.</summary>
    /// <returns>Bytes read; 0 at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public int Read(Span<byte> destination)
    {
        var count = Math.Min(_end - _start, destination.Length);
        if (count == 0)
        {
            count = stream.Read(destination);
            progress.Moved(count);
            return count;
        }

        _received.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    /// <summary>Sends bytes.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(PieceBytes, bytes.Length)];
            stream.Write(piece);
            progress.Moved(piece.Length);
            bytes = bytes[piece.Length..];
        }
    }
}
