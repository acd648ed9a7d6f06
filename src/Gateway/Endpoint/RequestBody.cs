using System.IO.Compression;
using Microsoft.AspNetCore.Connections;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Reads a request's body into pooled memory, never more than the limit.</summary>
internal static class RequestBody
{
    /// <summary>
    /// From here on a body is work for a thread of its own. The one that hears of sockets takes care of all of them, and
    /// to receive, copy and read 10 MB on it is milliseconds in which it hears nothing.
    /// </summary>
    private const long LargeBytes = 2 * 1024 * 1024;

    /// <summary>Reads the body as it came.</summary>
    /// <returns>The body; null with the refusal if it cannot be had.</returns>
    public static async Task<(BodyLease? Body, Refusal? Refusal)> ReadAsync(HttpContext context, long bytesMax)
    {
        if (context.Request.ContentLength > bytesMax)
        {
            return (null, Refusal.TooLarge(bytesMax));
        }

        var body = new PooledBody(context.Request.ContentLength ?? 0);
        var refusal = await TryReadAsync(context, body, bytesMax);
        if (refusal is null)
        {
            return (body.Complete(), null);
        }

        body.Abandon();
        return (null, refusal);
    }

    /// <summary>
    /// The body as JSON: decompressed if the caller compressed it. Compressed bodies still go to local as they came.
    /// </summary>
    public static async Task<(BodyLease? Body, Refusal? Refusal)> DecodeAsync(
        string encoding, BodyLease body, long bytesMax, CancellationToken cancellationToken)
    {
        var compressed = new MemoryStream(System.Buffers.BuffersExtensions.ToArray(body.Bytes));
        await using Stream? plain = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(compressed, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(compressed, CompressionMode.Decompress),
            "BR" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        if (plain is null)
        {
            return (null, Refusal.ContentEncoding);
        }

        var decoded = new PooledBody(body.Length);
        try
        {
            int count;
            while ((count = await plain.ReadAsync(decoded.GetMemory(), cancellationToken)) > 0)
            {
                decoded.Advance(count);
                if (decoded.Length > bytesMax)
                {
                    decoded.Abandon();
                    return (null, Refusal.TooLarge(bytesMax));
                }
            }

            return (decoded.Complete(), null);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // The last kind is what zlib's rarer complaints become, a wish for a dictionary for one.
            decoded.Abandon();
            return (null, Refusal.BadCompression);
        }
    }

    private static async Task<Refusal?> TryReadAsync(HttpContext context, PooledBody body, long bytesMax)
    {
        try
        {
            var reader = context.Request.BodyReader;
            var isLarge = context.Request.ContentLength > LargeBytes;
            while (true)
            {
                var reading = reader.ReadAsync(context.RequestAborted);
                var wasThere = reading.IsCompleted;
                var read = await reading;
                if (isLarge && !wasThere)
                {
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                }

                if (body.Length + read.Buffer.Length > bytesMax)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return Refusal.TooLarge(bytesMax);
                }

                body.Write(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return null;
                }
            }
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => Refusal.TooSlow,

                // A body of known length has only one way to be wrong: its end did not come.
                StatusCodes.Status400BadRequest when context.Request.ContentLength is not null => Refusal.Disconnected,
                _ => Refusal.BadHttp(e.StatusCode),
            };
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // A chunk's size beyond all numbers: Kestrel has no better word for it.
            return Refusal.BadHttp(StatusCodes.Status400BadRequest);
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or IOException)
        {
            return Refusal.Disconnected;
        }
    }
}
