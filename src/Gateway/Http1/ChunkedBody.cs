using System.Buffers.Text;

namespace Sidecar.Gateway.Http1;

/// <summary>Where the chunks of a body begin and end (RFC 9112, 7.1).</summary>
/// <remarks>
/// It is shown what was received and says how much of that is not data. Data is counted, not seen, so that a large chunk
/// can go from the socket to where it is needed.
/// </remarks>
internal struct ChunkedBody
{
    /// <summary>Longest line of a size with its extensions, and longest trailers.</summary>
    private const int LineBytesMax = 8 * 1024;

    private int _trailerBytes;
    private bool _isAfterData;
    private bool _isInTrailers;

    /// <summary>Bytes of the present chunk that are still to come.</summary>
    public long DataLeft { get; private set; }

    /// <summary>Whether the last chunk and all trailers are over.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>So many bytes of data were taken.</summary>
    public void TakeData(int count)
    {
        DataLeft -= count;
        _isAfterData = DataLeft == 0;
    }

    /// <summary>Reads what stands between the data. Not to be called while data is left, nor after the end.</summary>
    /// <param name="received">What was received and not yet read.</param>
    /// <param name="length">Bytes that were read; 0 if a line is not whole yet.</param>
    /// <returns>False if it is no chunk.</returns>
    public bool TryReadLine(ReadOnlySpan<byte> received, out int length)
    {
        var end = received.IndexOf((byte)'\n');
        length = end + 1;
        if (end < 0)
        {
            return received.Length <= LineBytesMax;
        }

        if (end > LineBytesMax)
        {
            return false;
        }

        var line = received[..end];
        if (line is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        if (_isInTrailers)
        {
            IsComplete = line.IsEmpty;
            return (_trailerBytes += length) <= LineBytesMax;
        }

        if (_isAfterData)
        {
            _isAfterData = false;
            return line.IsEmpty;
        }

        return TryReadSize(line);
    }

    private bool TryReadSize(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOfAny(" \t;"u8);
        var digits = end < 0 ? line : line[..end];

        // Sixteen digits would be a negative number.
        if (digits.Length is 0 or > 15 || !Utf8Parser.TryParse(digits, out long size, out var read, 'x') || read != digits.Length)
        {
            return false;
        }

        DataLeft = size;
        _isInTrailers = size == 0;
        return true;
    }
}
