using System.Buffers;
using System.IO.Compression;
using Sidecar.Fuzz.Tests.Mutation;
using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Fuzz.Tests.Targets;

/// <summary>Compressed bodies: unpacked or refused, and never more than the limit.</summary>
internal sealed class BodyTarget : FuzzTarget
{
    private const int BytesMax = 256 * 1024;

    private static readonly string[] Encodings = ["gzip", "deflate", "br", "x-gzip", "zstd", "gzip, br", "GZIP"];

    public override void Run(FuzzInput input)
    {
        var plain = input.Random.Next(50) == 0
            ? new byte[BytesMax + input.Random.Next(2)]
            : Corpus.All[input.Random.Next(Corpus.All.Count)];
        var encoding = Encodings[input.Random.Next(Encodings.Length)];
        var packed = Pack(plain, encoding);
        var body = input.DrawSeldomChanged(packed);
        using var lease = BodyLease.Copy(body);

        var decoded = CompressedBody.Decode(encoding, lease, BytesMax, out var refusal);

        using (decoded)
        {
            FindingException.Unless((decoded is null) != (refusal is null), "Neither a body nor a refusal, or both.");
            FindingException.Unless(decoded is null || decoded.Length <= BytesMax, "Over the limit.");
            if (body == packed && IsKnown(encoding))
            {
                FindingException.Unless(
                    plain.Length > BytesMax
                        ? decoded is null
                        : decoded?.Bytes.ToArray().AsSpan().SequenceEqual(plain) == true,
                    $"{encoding} of {plain.Length} bytes unpacked wrongly.", "", $"{decoded?.Length} {refusal}");
            }
        }
    }

    private static bool IsKnown(string encoding) => encoding is not ("zstd" or "gzip, br");

    private static byte[] Pack(byte[] plain, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(plain);
        }

        return packed.ToArray();
    }
}
