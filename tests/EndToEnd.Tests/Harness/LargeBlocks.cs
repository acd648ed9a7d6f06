using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Harness;

/// <summary>A gateway between a local and a builder whose every block is large, and the calls for them, numbered.</summary>
internal sealed class LargeBlocks : IAsyncDisposable
{
    /// <summary>Length of a block's JSON, near enough.</summary>
    public const int BlockBytes = 1_000_000;

    private const string AllocatedMetric = "dotnet_gc_heap_total_allocated_bytes_total";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private static readonly string Transactions = TransactionList();
    private static readonly JsonObject Asked = Exchange("op.engine_forkchoiceUpdatedV3.sequencing", "request");
    private static readonly JsonObject Made = Exchange("op.engine_getPayloadV4", "response");

    private readonly ScriptedServer _local;
    private readonly ScriptedServer _builder;
    private readonly GatewayUnderTest _gateway;
    private readonly byte[] _secret;

    private LargeBlocks(ScriptedServer local, ScriptedServer builder, GatewayUnderTest gateway, byte[] secret) =>
        (_local, _builder, _gateway, _secret) = (local, builder, gateway, secret);

    /// <summary>Starts all three. The gateway remembers few blocks, so that its pools are soon warm.</summary>
    public static async Task<LargeBlocks> StartAsync(params string[] flags)
    {
        var secret = Jwt.NewSecret();
        var local = await ScriptedServer.StartAsync((http, request) => AnswerAsync(http, request, 'a'));
        var builder = await ScriptedServer.StartAsync((http, request) => AnswerAsync(http, request, 'b'));
        var gateway = GatewayUnderTest.Start(
            local.Url, secret, builder.Url, secret,
            [
                "--max-unsafe-interval", "3600", "--l2-timeout", "9000", "--builder-timeout", "8000",
                "--builds-bytes-max", "8MiB", "--boost-sync-replay-bytes-max", "8MiB", .. flags,
            ]);
        await gateway.WaitForAsync("readyz", System.Net.HttpStatusCode.OK);
        return new LargeBlocks(local, builder, gateway, secret);
    }

    /// <summary>Starts a build.</summary>
    public async Task StartBuildAsync(int number, bool isLarge = false)
    {
        var request = Asked.DeepClone();
        request["params"]![1]!["mark"] = number;
        var text = request.ToJsonString();
        var answer = await PostAsync(isLarge ? WithTransactions(text) : text);
        Assert.Contains(IdOf(number), answer, StringComparison.Ordinal);
    }

    /// <summary>Fetches the block of a build; the answer begins as whoever made it says.</summary>
    public async Task<bool> IsBuildersAsync(int number)
    {
        var answer = await PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["{{IdOf(number)}}"]}""");
        Assert.InRange(answer.Length, BlockBytes, BlockBytes * 2);
        return answer.Contains(HashOf(number, 'b'), StringComparison.Ordinal);
    }

    /// <summary>Imports a block.</summary>
    public async Task NewPayloadAsync(int number)
    {
        var block = WithTransactions(Block(number, 'a').ToJsonString());
        var answer = await PostAsync(
            $$"""{"jsonrpc":"2.0","id":1,"method":"engine_newPayloadV4","params":[{{block}},[],"0x{{new string('0', 64)}}",[]]}""");
        Assert.Contains("VALID", answer, StringComparison.Ordinal);
    }

    /// <summary>Bytes the gateway's process has allocated for objects so far.</summary>
    public async Task<double> AllocatedAsync()
    {
        var allocated = await _gateway.MetricAsync(AllocatedMetric);
        Assert.NotEqual(0, allocated);
        return allocated;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _builder.DisposeAsync();
        await _local.DisposeAsync();
    }

    private async Task<string> PostAsync(string body)
    {
        _local.Requests.Clear();
        _builder.Requests.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Post, _gateway.EngineUrl)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Jwt.Mint(_secret));
        using var answer = await Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static Task AnswerAsync(HttpContext http, ScriptedRequest request, char maker)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{ResultOf(request, maker)}}}""");
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body).AsTask();
    }

    private static string ResultOf(ScriptedRequest request, char maker)
    {
        var method = Encoding.UTF8.GetString(request.Body.AsSpan(0, Math.Min(request.Body.Length, 300)));
        if (method.Contains("engine_getPayload", StringComparison.Ordinal))
        {
            var id = method.AsSpan(method.IndexOf("\"0x", StringComparison.Ordinal) + 3, 16);
            return WithTransactions(Envelope(int.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture), maker));
        }

        if (method.Contains("engine_forkchoiceUpdated", StringComparison.Ordinal))
        {
            var mark = JsonNode.Parse(request.Body)!["params"]![1]?["mark"];
            var id = mark is null ? "null" : $"\"{IdOf(mark.GetValue<int>())}\"";
            return $$$"""{"payloadStatus":{"status":"VALID"},"payloadId":{{{id}}}}""";
        }

        if (method.Contains("engine_newPayload", StringComparison.Ordinal))
        {
            return """{"status":"VALID"}""";
        }

        return method.Contains("eth_syncing", StringComparison.Ordinal)
            ? "false"
            : $$"""{"number":"0x1","hash":"{{HashOf(0, 'a')}}","timestamp":"{{Now()}}"}""";
    }

    private static string Envelope(int number, char maker)
    {
        var root = Asked["params"]![1]!["parentBeaconBlockRoot"]!.ToJsonString();
        var block = Block(number, maker).ToJsonString();
        return $$"""{"executionPayload":{{block}},"executionRequests":[],"parentBeaconBlockRoot":{{root}}}""";
    }

    private static string Now() =>
        string.Create(CultureInfo.InvariantCulture, $"0x{DateTimeOffset.UtcNow.ToUnixTimeSeconds():x}");

    private static JsonObject Block(int number, char maker)
    {
        var block = Made["result"]!["executionPayload"]!.DeepClone().AsObject();
        block["blockHash"] = HashOf(number, maker);
        return block;
    }

    private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x16}");

    private static string HashOf(int number, char maker) =>
        string.Create(CultureInfo.InvariantCulture, $"0x{maker}{number:x63}");

    /// <summary>The same block with many more transactions behind its own.</summary>
    private static string WithTransactions(string json)
    {
        var start = json.IndexOf("\"transactions\":[", StringComparison.Ordinal);
        var end = json.IndexOf(']', start);
        return json.Insert(end, Transactions);
    }

    private static string TransactionList()
    {
        var transaction = $",\"0x02{new string('5', 400)}\"";
        return new StringBuilder().Insert(0, transaction, BlockBytes / transaction.Length).ToString();
    }

    private static JsonObject Exchange(string name, string side)
    {
        using var stream = typeof(LargeBlocks).Assembly.GetManifestResourceStream("engine/" + name)!;
        return JsonNode.Parse(JsonNode.Parse(stream)![side]!["bodyText"]!.GetValue<string>())!.AsObject();
    }
}
