using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Sidecar.TestKit;

/// <summary>Sends an HTTP answer the ordinary way.</summary>
internal static class AnswerWriter
{
    private const int WriteBytesMax = 1 << 20;

    public static async Task WriteAsync(HttpAnswer answer, HttpContext http)
    {
        WriteHead(http.Response, answer, answer.Body.Length);
        // In pieces: one write of a hundred megabytes is copied whole into the pipe before anything leaves.
        for (var rest = answer.Body; !rest.IsEmpty; rest = rest[Math.Min(WriteBytesMax, rest.Length)..])
        {
            await http.Response.Body.WriteAsync(rest[..Math.Min(WriteBytesMax, rest.Length)], http.RequestAborted);
        }
    }

    public static void WriteHead(HttpResponse response, HttpAnswer answer, long? contentLength)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = contentLength;
        if (answer.ContentEncoding is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
        }
    }

    public static HttpAnswer Gzip(HttpAnswer answer)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(answer.Body.Span);
        }

        return answer with { Body = compressed.ToArray(), ContentEncoding = "gzip" };
    }
}
