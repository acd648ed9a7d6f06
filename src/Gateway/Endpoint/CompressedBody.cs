using System.Buffers;
using System.IO.Compression;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Endpoint;

/// <summary>Unpacks the bodies of callers that compress. They still go to local as they came.</summary>
internal static class CompressedBody
{
    /// <summary>The body as JSON.</summary>
    /// <param name="encoding">The request's Content-Encoding.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="bytesMax">Most bytes that it may become.</param>
    /// <param name="refusal">Why there is none.</param>
    public static BodyLease? Decode(string encoding, BodyLease body, long bytesMax, out Refusal? refusal)
    {
        using var compressed = new MemoryStream(body.Bytes.ToArray());
        using Stream? plain = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(compressed, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(compressed, CompressionMode.Decompress),
            "BR" => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        if (plain is null)
        {
            refusal = Refusal.ContentEncoding;
            return null;
        }

        var decoded = new PooledBody(body.Length);
        refusal = TryCopy(plain, decoded, bytesMax);
        if (refusal is null)
        {
            return decoded.Complete();
        }

        decoded.Abandon();
        return null;
    }

    private static Refusal? TryCopy(Stream plain, PooledBody decoded, long bytesMax)
    {
        try
        {
            int count;
            while ((count = plain.Read(decoded.GetMemory().Span)) > 0)
            {
                decoded.Advance(count);
                if (decoded.Length > bytesMax)
                {
                    return Refusal.TooLarge(bytesMax);
                }
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // The last kind is what zlib's rarer complaints become, a wish for a dictionary for one.
            return Refusal.BadCompression;
        }
    }
}
