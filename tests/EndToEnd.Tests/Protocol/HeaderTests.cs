using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Protocol;

/// <summary>HTTP around a pass-through: headers both ways, chunks, compression.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "3")]
public sealed class HeaderTests
{
    private const string ChainId = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_OfLocal_KeepsStatusAndEveryHeader(bool hasBuilder)
    {
        await using var local = await ScriptedServer.StartAsync(async (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "7";
            http.Response.Headers.Append("X-Two", new(["one", "two"]));
            http.Response.Headers.Vary = "Origin";
            http.Response.ContentType = "text/html; charset=iso-8859-1";
            await http.Response.Body.WriteAsync("slow down \xE9"u8.ToArray());
        });
        await using var gateway = await StartAsync(local, hasBuilder);

        var call = await gateway.PostAsync(ChainId);

        Assert.Equal((429, "text/html; charset=iso-8859-1"), (call.Status, call.ContentType));
        Assert.Equal(
            ("7", "one, two", "Origin"), (call.Headers["Retry-After"], call.Headers["X-Two"], call.Headers["Vary"]));
        Assert.Equal("slow down \xE9"u8.ToArray(), call.RawBody.ToArray());
    }

    [Fact]
    public async Task Request_PassedThrough_KeepsItsHeadersButHostAndToken()
    {
        await using var local = await ScriptedServer.StartAsync((http, _) => http.Response.WriteAsync("{}"));
        await using var gateway = await StartAsync(local, hasBuilder: true);
        using var rpc = new EngineRpc(gateway.EngineUrl, gateway.JwtSecret);
        var token = "Bearer " + Jwt.Mint(gateway.JwtSecret, DateTimeOffset.UtcNow.AddSeconds(-7));

        await rpc.PostRawAsync(Encoding.UTF8.GetBytes(ChainId), new Dictionary<string, string?>
        {
            ["Content-Type"] = "application/json; charset=utf-8",
            ["X-Trace"] = "abc",
            ["Host"] = "sequencer.example",
            ["Authorization"] = token,
        });

        var seen = local.Requests.Single(request => request.Text == ChainId).Headers;
        Assert.Equal(
            ("application/json; charset=utf-8", "abc", "gzip", "Go-http-client/1.1"),
            (seen["Content-Type"], seen["X-Trace"], seen["Accept-Encoding"], seen["User-Agent"]));
        Assert.Equal(local.Url.Authority, seen["Host"]);
        Assert.NotEqual(token, seen["Authorization"]);
        Assert.StartsWith("Bearer ey", seen["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TraceContext_OfTheCaller_IsPassedOnlyIfAskedFor(bool isAskedFor)
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var local = await ScriptedServer.StartAsync((http, _) => http.Response.WriteAsync("{}"));
        string[] flags = isAskedFor ? ["--tracing-pass-traceparent"] : [];
        await using var gateway = await StartAsync(local, hasBuilder: true, flags);
        using var rpc = new EngineRpc(gateway.EngineUrl, gateway.JwtSecret);

        await rpc.PostRawAsync(Encoding.UTF8.GetBytes(ChainId), new Dictionary<string, string?>
        {
            ["traceparent"] = Parent,
            ["tracestate"] = "a=b",
        });

        var seen = local.Requests.Single(request => request.Text == ChainId).Headers;
        Assert.Equal(isAskedFor ? Parent : "", seen.GetValueOrDefault("traceparent", ""));
        Assert.Equal(isAskedFor ? "a=b" : "", seen.GetValueOrDefault("tracestate", ""));
    }

    [Fact]
    public async Task Header_NotAscii_PassesBothWaysByteForByte()
    {
        const string Odd = "caf\u00e9 \u00ff";
        await using var local = await ScriptedServer.StartAsync((http, _) =>
        {
            http.Response.Headers["X-Odd"] = Odd;
            http.Response.ContentType = "application/json; odd=\u00fc";
            return http.Response.WriteAsync("{}");
        });
        await using var gateway = await StartAsync(local, hasBuilder: true);
        using var connection = await RawConnection.OpenAsync(gateway.EngineUrl);

        await connection.SendAsync(Encoding.Latin1.GetBytes(
            RawConnection.Head(gateway.Bearer(), $"Content-Length: {ChainId.Length}", "X-Odd: " + Odd) + ChainId));
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal(200, answer.Status);
        Assert.Equal(Odd, local.Requests.Single(request => request.Text == ChainId).Headers["X-Odd"]);
        Assert.StartsWith("caf", answer.Headers["X-Odd"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_InChunks_ArrivesWholeAndInChunks()
    {
        await using var local = await ScriptedServer.StartAsync(async (http, _) =>
        {
            foreach (var piece in (string[])["{\"jsonrpc\":", "\"2.0\",\"id\":1,", "\"result\":\"0x1\"}"])
            {
                await http.Response.WriteAsync(piece);
                await http.Response.Body.FlushAsync();
            }
        });
        await using var gateway = await StartAsync(local, hasBuilder: true);
        using var connection = await RawConnection.OpenAsync(gateway.EngineUrl);

        await connection.SendAsync(RawConnection.Post(ChainId, gateway.Bearer()));
        var answer = await connection.ReadAnswerAsync();

        Assert.Equal("chunked", answer.Headers["Transfer-Encoding"]);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":"0x1"}""", answer.Text);
    }

    [Fact]
    public async Task Answer_Streamed_ReachesTheCallerBeforeLocalIsDone()
    {
        var gate = new TaskCompletionSource();
        await using var local = await ScriptedServer.StartAsync(async (http, request) =>
        {
            await http.Response.WriteAsync("first,");
            await http.Response.Body.FlushAsync();
            await (request.Text == ChainId ? gate.Task : Task.CompletedTask);
            await http.Response.WriteAsync("second");
        });
        await using var gateway = await StartAsync(local, hasBuilder: false);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.EngineUrl)
        {
            Content = new StringContent(ChainId, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", gateway.Bearer());

        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await answer.Content.ReadAsStreamAsync();
        var first = new byte[6];
        await body.ReadExactlyAsync(first);
        gate.SetResult();
        using var rest = new StreamReader(body);

        Assert.Equal("first,"u8.ToArray(), first);
        Assert.Equal("second", await rest.ReadToEndAsync());
    }

    private static async Task<GatewayUnderTest> StartAsync(ScriptedServer local, bool hasBuilder, params string[] flags)
    {
        // An address where nobody listens: a builder that is down must not change any of this.
        var builder = hasBuilder ? new Uri($"http://127.0.0.1:{FreePort.Next()}") : null;
        var gateway = GatewayUnderTest.Start(local.Url, Jwt.NewSecret(), builder, Jwt.NewSecret(), flags);
        await gateway.WaitForAsync("livez", System.Net.HttpStatusCode.OK);
        return gateway;
    }
}
