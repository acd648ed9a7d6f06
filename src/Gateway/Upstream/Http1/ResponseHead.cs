using System.Buffers.Text;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>What the head of an answer says about its body and its connection (RFC 9112).</summary>
/// <param name="StatusCode">Three digits, whatever they are.</param>
/// <param name="ContentLength">Content-Length; null if there is none, or if chunks say where the body ends.</param>
/// <param name="IsChunked">Whether the body comes in chunks.</param>
/// <param name="KeepsAlive">Whether the connection can carry another request.</param>
/// <param name="Fields">The header fields, as they came.</param>
internal readonly record struct ResponseHead(
    int StatusCode, long? ContentLength, bool IsChunked, bool KeepsAlive, HeaderFields Fields)
{
    /// <summary>Before the first answer: nothing is to be read, and the connection can be used.</summary>
    public static readonly ResponseHead Nothing = new(StatusCodes.Status204NoContent, 0, false, true, default);

    private const int StatusLineBytesMin = 12; // "HTTP/1.1 200"

    /// <summary>Whether another head follows (RFC 9110, 15.2). A switch of protocols is final: what follows is no HTTP.</summary>
    public bool IsInterim => StatusCode is >= StatusCodes.Status100Continue and < StatusCodes.Status200OK
        && StatusCode != StatusCodes.Status101SwitchingProtocols;

    /// <summary>Reads the head at the beginning of what was received.</summary>
    /// <param name="received">All that was received so far.</param>
    /// <param name="head">The head.</param>
    /// <param name="length">Bytes that it takes, its empty line included; 0 if it is not whole yet.</param>
    /// <returns>False if it is no head, however it goes on.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> received, out ResponseHead head, out int length)
    {
        head = default;
        length = HeadLength.Of(received.Span);
        if (length == 0)
        {
            return true;
        }

        var statusEnd = received.Span.IndexOf((byte)'\n') + 1;
        var fields = new HeaderFields(received[statusEnd..length]);
        return TryReadStatus(received.Span[..statusEnd], out var status, out var isOldest)
            && TryReadFields(fields, status, !isOldest, out head);
    }

    private static bool TryReadStatus(ReadOnlySpan<byte> line, out int status, out bool isOldest)
    {
        status = 0;
        isOldest = line.StartsWith("HTTP/1.0 "u8);
        return line.Length > StatusLineBytesMin
            && (isOldest || line.StartsWith("HTTP/1.1 "u8))
            && !line[9..StatusLineBytesMin].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(line[9..StatusLineBytesMin], out status, out _)
            && line[StatusLineBytesMin] is (byte)' ' or (byte)'\r' or (byte)'\n';
    }

    private static bool TryReadFields(HeaderFields fields, int status, bool keepsAlive, out ResponseHead head)
    {
        head = default;
        long? length = null;
        var isChunked = false;
        foreach (var field in fields)
        {
            if (!field.IsWellFormed)
            {
                return false;
            }

            if (field.Is("Content-Length"u8))
            {
                // Two that differ are an attack or a bug, and both ends would see another body.
                if (!TryReadLength(field.Value, out var value) || (length is not null && length != value))
                {
                    return false;
                }

                length = value;
            }
            else if (field.Is("Transfer-Encoding"u8) && !field.ValueIs("identity"u8))
            {
                if (isChunked || !field.ValueIs("chunked"u8))
                {
                    return false;
                }

                isChunked = true;
            }
            else if (field.Is("Connection"u8))
            {
                keepsAlive = field.ValueIs("keep-alive"u8) || (keepsAlive && !field.ValueIs("close"u8));
            }
        }

        // Both is what smuggled answers look like (RFC 9112, 6.3): the chunks count, the connection ends.
        keepsAlive &= !(isChunked && length is not null);
        head = new ResponseHead(status, isChunked ? null : length, isChunked, keepsAlive, fields);
        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> text, out long length) =>
        Utf8Parser.TryParse(text, out length, out var read) && read == text.Length && length >= 0
        && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
