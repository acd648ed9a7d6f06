using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.Endpoint;

public sealed class CompressedBodyTests
{
    [Theory]
    [InlineData("deflate", "78209ABCDEF000")] // Asks for a dictionary, which System.IO.Compression has no word for.
    [InlineData("deflate", "789CFFFF")]
    [InlineData("gzip", "1F8B09FFFFFF")]
    [InlineData("br", "FFFFFF")]
    public void Decode_NotWhatTheEncodingSays_IsBadCompression(string encoding, string hex)
    {
        using var body = BodyLease.Copy(Convert.FromHexString(hex));

        using var decoded = CompressedBody.Decode(encoding, body, 1024, out var refusal);

        Assert.Null(decoded);
        Assert.Same(Refusal.BadCompression, refusal);
    }
}
