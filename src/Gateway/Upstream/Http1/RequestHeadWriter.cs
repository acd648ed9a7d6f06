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
        WriteValue(head, value);
    }

    /// <summary>One header field whose name is no constant.</summary>
    public static void WriteField(IBufferWriter<byte> head, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        WriteLatin1(head, name);
        WriteValue(head, value);
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

    private static void WriteValue(IBufferWriter<byte> head, ReadOnlySpan<char> value)
    {
        head.Write(": "u8);
        WriteLatin1(head, value);
        head.Write("\r\n"u8);
    }

    private static void WriteLatin1(IBufferWriter<byte> head, ReadOnlySpan<char> text) =>
        head.Advance(Encoding.Latin1.GetBytes(text, head.GetSpan(text.Length)));
}
