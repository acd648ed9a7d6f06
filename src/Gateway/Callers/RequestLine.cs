using System.Text;

namespace Sidecar.Gateway.Callers;

/// <summary>The first line of a request (RFC 9112, 3). Valid until the connection receives again.</summary>
internal readonly record struct RequestLine
{
    private const int VersionLength = 8; // "HTTP/1.1"

    private readonly ReadOnlyMemory<byte> _method;
    private readonly ReadOnlyMemory<byte> _authority;
    private readonly ReadOnlyMemory<byte> _pathAndQuery;

    private RequestLine(
        ReadOnlyMemory<byte> method, ReadOnlyMemory<byte> authority, ReadOnlyMemory<byte> pathAndQuery) =>
        (_method, _authority, _pathAndQuery) = (method, authority, pathAndQuery);

    /// <summary>Whether it is HTTP/1.0: no chunks, and the connection ends unless it is told to stay.</summary>
    public bool IsOldest { get; private init; }

    /// <summary>The path, as it came: nothing in it is decoded.</summary>
    public ReadOnlySpan<byte> Path => QueryStart < 0 ? _pathAndQuery.Span : _pathAndQuery.Span[..QueryStart];

    /// <summary>What follows the question mark; empty if there is none.</summary>
    public ReadOnlySpan<byte> Query => QueryStart < 0 ? default : _pathAndQuery.Span[(QueryStart + 1)..];

    public bool IsPost => _method.Span.SequenceEqual("POST"u8);

    public bool IsHead => _method.Span.SequenceEqual("HEAD"u8);

    private int QueryStart => _pathAndQuery.Span.IndexOf((byte)'?');

    /// <summary>Whether a Host says the same as the target, where that says anything (RFC 9112, 3.2.2).</summary>
    public bool IsFor(ReadOnlySpan<byte> host) => _authority.IsEmpty || Ascii.EqualsIgnoreCase(_authority.Span, host);

    /// <summary>Reads a line without its line feed.</summary>
    /// <returns>0, or the HTTP status that says what is wrong with it.</returns>
    public static int TryRead(ReadOnlyMemory<byte> line, out RequestLine read)
    {
        read = default;
        var bytes = line.Span;
        var methodEnd = bytes.IndexOf((byte)' ');
        var targetEnd = bytes.LastIndexOf((byte)' ');
        if (bytes is not [.., (byte)'\r'] || methodEnd <= 0 || targetEnd <= methodEnd + 1
            || !Http1.HeaderField.IsToken(bytes[..methodEnd])
            || bytes[(methodEnd + 1)..targetEnd].ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return StatusCodes.Status400BadRequest;
        }

        var version = bytes[(targetEnd + 1)..^1];
        if (!version.SequenceEqual("HTTP/1.1"u8) && !version.SequenceEqual("HTTP/1.0"u8))
        {
            return version.StartsWith("HTTP/"u8) && version.Length == VersionLength
                ? StatusCodes.Status505HttpVersionNotsupported
                : StatusCodes.Status400BadRequest;
        }

        if (!TrySplit(line[(methodEnd + 1)..targetEnd], out var authority, out var pathAndQuery))
        {
            return StatusCodes.Status400BadRequest;
        }

        read = new RequestLine(line[..methodEnd], authority, pathAndQuery) { IsOldest = version[^1] == (byte)'0' };
        return 0;
    }

    private static bool TrySplit(
        ReadOnlyMemory<byte> target, out ReadOnlyMemory<byte> authority, out ReadOnlyMemory<byte> pathAndQuery)
    {
        (authority, pathAndQuery) = (default, target);
        if (target.Span is [(byte)'/', ..])
        {
            return true;
        }

        var schemeEnd = target.Span.IndexOf("://"u8);
        if (schemeEnd <= 0 || !Ascii.EqualsIgnoreCase(target.Span[..schemeEnd], "http"u8))
        {
            return false;
        }

        var rest = target[(schemeEnd + "://".Length)..];
        var slash = rest.Span.IndexOf((byte)'/');
        authority = slash < 0 ? rest : rest[..slash];
        pathAndQuery = slash < 0 ? "/"u8.ToArray() : rest[slash..];
        return !authority.IsEmpty;
    }
}
