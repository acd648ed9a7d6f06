using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>Compressed bodies: passed through as they came, decoded only where the gateway must read them.</summary>
[Trait("Category", "E2E")]
public sealed class CompressionTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private const string ChainId = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""";

    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Fact]
    public async Task GzipRequest_PassedThrough_ReachesLocalAsItCame()
    {
        await using var local = await ScriptedServer.StartAsync((http, _) => http.Response.WriteAsync("{}"));
        await using var gateway = GatewayUnderTest.Start(
            local.Url, Jwt.NewSecret(), _setup.Builder.Url, _setup.Builder.JwtSecret);
        await gateway.WaitForAsync("livez", System.Net.HttpStatusCode.OK);
        var compressed = Gzip(ChainId);

        var call = await PostAsync(gateway, compressed, "gzip", gateway.Bearer());

        Assert.Equal(200, call.Status);
        var seen = Assert.Single(local.Requests, request => request.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("gzip", seen.Headers["Content-Encoding"]);
        Assert.Equal(compressed, seen.Body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task CompressedRequest_Intercepted_ReachesLocalAndBuilderDecoded(string encoding)
    {
        var hash = _setup.Local.Head.Hash;
        var state = $$"""{"headBlockHash":"{{hash}}","safeBlockHash":"{{hash}}","finalizedBlockHash":"{{hash}}"}""";
        var body = $$"""{"id":"{{encoding}}","method":"engine_forkchoiceUpdatedV3","params":[{{state}},null]}""";

        var call = await PostAsync(_setup.Gateway, Compress(body, encoding), encoding, _setup.Gateway.Bearer());

        Assert.Equal("VALID", call.Result.GetProperty("payloadStatus").GetProperty("status").GetString());
        var seen = Assert.Single(_setup.Local.Calls, arrived => arrived.Id == $"\"{encoding}\"");
        Assert.Equal(body, seen.BodyText);
        Assert.Null(seen.Header("Content-Encoding"));
        await _setup.Builder.WaitForCallAsync("engine_forkchoiceUpdatedV3");
    }

    [Fact]
    public async Task GzipAnswer_PassedThrough_StaysCompressed()
    {
        var compressed = Gzip("""{"jsonrpc":"2.0","id":1,"result":"0x385"}""");
        await using var local = await ScriptedServer.StartAsync(async (http, _) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(compressed);
        });
        await using var gateway = GatewayUnderTest.Start(local.Url, Jwt.NewSecret(), null, null);
        await gateway.WaitForAsync("livez", System.Net.HttpStatusCode.OK);

        var call = await gateway.PostAsync(ChainId);

        Assert.Equal("gzip", call.ContentEncoding);
        Assert.Equal(compressed, call.RawBody.ToArray());
    }

    [Theory]
    [InlineData("gzip", 400, -32700)]
    [InlineData("compress", 415, -32600)]
    public async Task Request_NotWhatItsEncodingSays_IsRefused(string encoding, int status, int code)
    {
        var call = await PostAsync(_setup.Gateway, Encoding.UTF8.GetBytes(ChainId), encoding, _setup.Gateway.Bearer());

        Assert.Equal((status, code), (call.Status, call.ErrorCode));
        Assert.DoesNotContain(_setup.Local.Calls, arrived => arrived.Header("Content-Encoding") is not null);
    }

    [Fact]
    public async Task CompressedRequest_WithoutToken_IsLimitedAsIfItWerePlain()
    {
        var padded = ChainId + new string(' ', 4 << 20);

        var call = await PostAsync(_setup.Gateway, Gzip(padded), "gzip", null);

        Assert.Equal(401, call.Status);
        Assert.Empty(_setup.Local.CallsOf("eth_chainId"));
    }

    private static Task<EngineCall> PostAsync(GatewayUnderTest gateway, byte[] body, string encoding, string? token)
    {
        var headers = new Dictionary<string, string?> { ["Content-Encoding"] = encoding, ["Authorization"] = token };
        return new EngineRpc(gateway.EngineUrl, null).PostRawAsync(body, headers);
    }

    private static byte[] Gzip(string text) => Compress(text, "gzip");

    private static byte[] Compress(string text, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
