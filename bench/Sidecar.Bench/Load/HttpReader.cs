using System.Buffers.Text;
using System.Text;

namespace Sidecar.Bench.Load;

/// <summary>Takes bytes from a connection; 0 when it has ended.</summary>
internal delegate int Receive(Span<byte> buffer);

/// <summary>Reads HTTP/1.1 messages with a Content-Length from one connection, without allocating.</summary>
/// <remarks>
/// Of a body only the first bytes are kept; the others go through one buffer that stays in the cache, so that the client
/// costs the same whatever it measures. Messages come one at a time: what follows a message early is an error.
/// </remarks>
internal sealed class HttpReader(Receive receive)
{
    private const int KeptBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[512 * 1024];
    private int _filled;
    private int _bodyAt;

    /// <summary>Request or status line and headers, with the empty line.</summary>
    public ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _bodyAt);

    /// <summary>The body's first bytes, at most 64 KB less the head.</summary>
    public ReadOnlySpan<byte> BodyStart => _buffer.AsSpan(_bodyAt.._filled);

    public long BodyLength { get; private set; }

    /// <summary>Whether the last response says 200.</summary>
    public bool IsOk => Head.StartsWith("HTTP/1.1 200 "u8);

    /// <summary>Reads one message to its last byte; false if the connection ended before it began.</summary>
    public bool Read()
    {
        if (!ReadHead())
        {
            return false;
        }

        BodyLength = ContentLength();
        var missing = BodyLength - (_filled - _bodyAt);
        if (missing < 0)
        {
            throw new InvalidDataException("Bytes follow a message that nobody asked for.");
        }

        var at = _filled;
        while (missing > 0)
        {
            at = at >= _buffer.Length - KeptBytes ? KeptBytes : at;
            var count = Receive(_buffer.AsSpan(at, (int)Math.Min(missing, _buffer.Length - at)));
            at += count;
            missing -= count;
            _filled = Math.Min(Math.Max(_filled, at), KeptBytes);
        }

        return true;
    }

    private bool ReadHead()
    {
        _filled = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_filled == KeptBytes)
            {
                throw new InvalidDataException("The head of a message is too long.");
            }

            var count = receive(_buffer.AsSpan(_filled, KeptBytes - _filled));
            if (count == 0)
            {
                return _filled == 0 ? false : throw new EndOfStreamException("The connection ended within a head.");
            }

            _filled += count;
        }

        _bodyAt = end + 4;
        return true;
    }

    private int Receive(Span<byte> buffer)
    {
        var count = receive(buffer);
        return count > 0 ? count : throw new EndOfStreamException("The connection ended within a body.");
    }

    private long ContentLength()
    {
        foreach (var range in Head.Split("\r\n"u8))
        {
            var line = Head[range];
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon], "content-length"u8))
            {
                return Utf8Parser.TryParse(line[(colon + 1)..].Trim((byte)' '), out long length, out _)
                    ? length
                    : throw new InvalidDataException("A Content-Length is no number.");
            }
        }

        // A GET has no body; a chunked answer is none that this client understands.
        return Head.StartsWith("GET "u8)
            ? 0
            : throw new InvalidDataException($"A message has no Content-Length: {Encoding.ASCII.GetString(Head)}");
    }
}
