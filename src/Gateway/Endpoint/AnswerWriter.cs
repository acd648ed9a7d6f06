using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Writes answers to the caller.</summary>
internal static class AnswerWriter
{
    /// <summary>Flushed piece by piece, or the server would hold a second copy of the whole payload.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes one answer. A caller that has gone away is not an error.</summary>
    public static async Task WriteAsync(HttpContext context, JsonRpcAnswer answer)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = answer.StatusCode;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Content.Length;
        if (!ForwardedAnswer.HasBody(answer.StatusCode))
        {
            response.ContentLength = ForwardedAnswer.LengthWithoutBody(answer.StatusCode);
            return;
        }

        if (answer.ContentEncoding is not null)
        {
            response.Headers.ContentEncoding = answer.ContentEncoding;
        }

        try
        {
            await WriteAsync(response.BodyWriter, answer.Content, context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or IOException)
        {
            // Nobody is there to be told.
        }
    }

    private static async ValueTask WriteAsync(PipeWriter writer, JsonSplice content, CancellationToken cancellationToken)
    {
        writer.Write(content.Head.Span);
        foreach (var segment in content.Body)
        {
            for (var start = 0; start < segment.Length; start += ChunkBytes)
            {
                var chunk = segment.Slice(start, Math.Min(ChunkBytes, segment.Length - start));
                await writer.WriteAsync(chunk, cancellationToken);
            }
        }

        writer.Write(content.Tail.Span);
        await writer.FlushAsync(cancellationToken);
    }

    private static void Write(this PipeWriter writer, ReadOnlySpan<byte> bytes) =>
        System.Buffers.BuffersExtensions.Write(writer, bytes);
}
