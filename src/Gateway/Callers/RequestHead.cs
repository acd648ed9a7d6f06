using System.Buffers;
using System.Buffers.Text;
using Sidecar.Gateway.Http1;

namespace Sidecar.Gateway.Callers;

/// <summary>What the head of a request says about its body and its connection (RFC 9112).</summary>
/// <remarks>Where two servers could read different things, it is no head: nothing may be smuggled past us.</remarks>
internal readonly record struct RequestHead
{
    /// <summary>Longest request line, as Kestrel and geth.</summary>
    public const int LineBytesMax = 8 * 1024;

    /// <summary>Longest header fields together.</summary>
    public const int FieldsBytesMax = 32 * 1024;

    /// <summary>Most header fields.</summary>
    public const int FieldsMax = 100;

    /// <summary>RFC 3986, 3.2.2 and 3.2.3: host and port, brackets for IPv6.</summary>
    private static readonly SearchValues<byte> AuthorityLetters = SearchValues.Create(
        "!$%&'()*+,-.0123456789:;=ABCDEFGHIJKLMNOPQRSTUVWXYZ[]_abcdefghijklmnopqrstuvwxyz~"u8);

    private RequestHead(RequestLine line, HeaderFields fields) => (Line, Fields) = (line, fields);

    /// <summary>The verb and where to.</summary>
    public RequestLine Line { get; }

    /// <summary>The header fields, as they came.</summary>
    public HeaderFields Fields { get; }

    /// <summary>Content-Length; null if there is none.</summary>
    public long? ContentLength { get; private init; }

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked { get; private init; }

    /// <summary>Whether the caller wants to go on with this connection.</summary>
    public bool KeepsAlive { get; private init; }

    /// <summary>Whether the caller waits to be told that its body is wanted.</summary>
    public bool ExpectsContinue { get; private init; }

    /// <summary>Reads the head at the beginning of what was received.</summary>
    /// <param name="received">All that was received so far.</param>
    /// <param name="head">The head.</param>
    /// <param name="length">Bytes that it takes, its empty line included; 0 if it is not whole yet.</param>
    /// <returns>0, or the HTTP status that says why it is no head, however it goes on.</returns>
    public static int TryRead(ReadOnlyMemory<byte> received, out RequestHead head, out int length)
    {
        head = default;
        length = 0;
        var bytes = received.Span;
        var lineEnd = bytes.IndexOf((byte)'\n');
        if (lineEnd >= LineBytesMax || (lineEnd < 0 && bytes.Length >= LineBytesMax))
        {
            return StatusCodes.Status414UriTooLong;
        }

        var whole = HeadLength.Of(bytes);
        var fieldsLength = (whole == 0 ? bytes.Length : whole) - (lineEnd + 1);
        if (lineEnd >= 0 && fieldsLength >= FieldsBytesMax + (whole == 0 ? 0 : 1))
        {
            return StatusCodes.Status431RequestHeaderFieldsTooLarge;
        }

        if (whole == 0)
        {
            return 0;
        }

        // An empty line without its carriage return is none to others, and then what follows is a field.
        if (!bytes[..whole].EndsWith("\r\n\r\n"u8))
        {
            return StatusCodes.Status400BadRequest;
        }

        var status = RequestLine.TryRead(received[..lineEnd], out var line);
        if (status != 0)
        {
            return status;
        }

        length = whole;
        return TryReadFields(line, new HeaderFields(received[(lineEnd + 1)..whole]), out head);
    }

    private static int TryReadFields(RequestLine line, HeaderFields fields, out RequestHead head)
    {
        head = default;
        var seen = default(Seen);
        foreach (var field in fields)
        {
            if (++seen.Fields > FieldsMax)
            {
                return StatusCodes.Status431RequestHeaderFieldsTooLarge;
            }

            if (!field.IsWellFormed || !field.EndsInFull || !seen.Take(field, line))
            {
                return StatusCodes.Status400BadRequest;
            }
        }

        // RFC 9112, 3.2 and 6.1: one Host; a length or chunks, and chunks only where they are known.
        if ((!seen.HasHost && !line.IsOldest) || (seen.IsChunked && (seen.ContentLength is not null || line.IsOldest)))
        {
            return StatusCodes.Status400BadRequest;
        }

        head = new RequestHead(line, fields)
        {
            ContentLength = seen.ContentLength,
            IsChunked = seen.IsChunked,
            KeepsAlive = !seen.SaysClose && (!line.IsOldest || seen.SaysKeepAlive),
            ExpectsContinue = seen.ExpectsContinue && !line.IsOldest,
        };
        return 0;
    }

    /// <summary>What the fields said so far.</summary>
    private struct Seen
    {
        public int Fields;
        public long? ContentLength;
        public bool IsChunked;
        public bool HasHost;
        public bool SaysClose;
        public bool SaysKeepAlive;
        public bool ExpectsContinue;

        /// <summary>Looks at a field; false if no request may have it.</summary>
        public bool Take(HeaderField field, in RequestLine line)
        {
            if (field.Is("Content-Length"u8))
            {
                var isFirst = ContentLength is null;
                ContentLength = ReadLength(field.Value);
                return isFirst && ContentLength is not null;
            }

            if (field.Is("Transfer-Encoding"u8))
            {
                var isFirst = !IsChunked;
                IsChunked = true;
                return isFirst && field.ValueIs("chunked"u8);
            }

            if (field.Is("Host"u8))
            {
                var isFirst = !HasHost;
                HasHost = true;
                return isFirst && !field.Value.ContainsAnyExcept(AuthorityLetters) && line.IsFor(field.Value);
            }

            if (field.Is("Connection"u8))
            {
                SaysClose |= field.ValueLists("close"u8);
                SaysKeepAlive |= field.ValueLists("keep-alive"u8);
            }
            else if (field.Is("Expect"u8))
            {
                ExpectsContinue = field.ValueIs("100-continue"u8);
            }

            return true;
        }

        /// <summary>Digits and nothing else: a sign or a list is read differently by others.</summary>
        private static long? ReadLength(ReadOnlySpan<byte> text) =>
            !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out long length, out var read) && read == text.Length
                ? length : null;
    }
}
