using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Sidecar.Gateway.Upstream.Http1;

/// <summary>Writes the heads of requests to one upstream: POST, its path, its authority as Host.</summary>
internal sealed class RequestHeadWriter(Uri url)
{
    private readonly byte[] _start = Encoding.ASCII.GetBytes(
        $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n");

    /// <summary>The request line and Host.</summary>
    public void WriteStart(IBufferWriter<byte> head) => head.Write(_start);

    /// <summary>One header field.</summary>
    /// <param name="value">One byte a letter.</param>
    public static void WriteField(IBufferWriter<byte> head, ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        head.Write(name);
        head.Write(": "u8);
        head.Advance(Encoding.Latin1.GetBytes(value, head.GetSpan(value.Length)));
        head.Write("\r\n"u8);
    }

    /// <summary>One header field, as it came from elsewhere.</summary>
    public static void WriteField(IBufferWriter<byte> head, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        head.Write(name);
        head.Write(": "u8);
        head.Write(value);
        head.Write("\r\n"u8);
    }

    /// <summary>Content-Length and the empty line.</summary>
    public static void WriteEnd(IBufferWriter<byte> head, long contentLength)
    {
        head.Write("Content-Length: "u8);
        var digits = head.GetSpan(20);
        Utf8Formatter.TryFormat(contentLength, digits, out var count);
        head.Advance(count);
        head.Write("\r\n\r\n"u8);
    }
}
