using Sidecar.Gateway.Endpoint;
using Sidecar.Gateway.JsonRpc;

namespace Sidecar.Gateway.Tests.Endpoint;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("deflate", "78209ABCDEF000")] // Asks for a dictionary, which System.IO.Compression has no word for.
    [InlineData("deflate", "789CFFFF")]
    [InlineData("gzip", "1F8B09FFFFFF")]
    [InlineData("br", "FFFFFF")]
    public async Task Decode_NotWhatTheEncodingSays_IsBadCompression(string encoding, string hex)
    {
        using var body = BodyLease.Copy(Convert.FromHexString(hex));

        var (decoded, refusal) = await RequestBody.DecodeAsync(encoding, body, 1024, CancellationToken.None);

        Assert.Null(decoded);
        Assert.Same(Refusal.BadCompression, refusal);
    }
}
