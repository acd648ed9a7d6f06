using System.Net;
using System.Text;
using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Operations;

/// <summary>rollup-boost's debug API on its own port: the mode that is set decides the blocks from then on.</summary>
[Trait("Category", "E2E")]
public sealed class DebugApiProcessTests(GatewayWithBuilder setup) : IClassFixture<GatewayWithBuilder>
{
    private const string Get = """{"jsonrpc":"2.0","id":1,"method":"debug_getExecutionMode","params":[]}""";

    private readonly GatewayWithBuilder _setup = setup.Fresh();

    [Theory]
    [InlineData("debug_setExecutionMode", """[{"execution_mode":"dry_run"}]""", "dry_run", 2)]
    [InlineData("debug_setExecutionMode", """[{"execution_mode":"disabled"}]""", "disabled", 1)]
    [InlineData("debug_setExecutionMode", """[{"execution_mode":"enabled"}]""", "enabled", 3)]
    [InlineData("debug_set_execution_mode", """{"execution_mode":"dry-run"}""", "dry_run", 2)]
    [InlineData("debug_setExecutionMode", """[{"executionMode":"dryRun"}]""", "dry_run", 2)]
    [InlineData("debug_setExecutionMode", """["disabled"]""", "disabled", 1)]
    [InlineData("debug_setExecutionMode", """[{"mode":"DryRun"}]""", "dry_run", 2)]
    public async Task Set_EverySpelling_IsTheModeFromThenOn(string method, string parameters, string mode, int gauge)
    {
        var set = await PostAsync($$"""{"jsonrpc":"2.0","id":"m","method":"{{method}}","params":{{parameters}}}""");
        var get = await PostAsync(Get);

        Assert.Equal((200, $$$"""{"jsonrpc":"2.0","id":"m","result":{"execution_mode":"{{{mode}}}"}}"""), set);
        Assert.Equal((200, $$$"""{"jsonrpc":"2.0","id":1,"result":{"execution_mode":"{{{mode}}}"}}"""), get);
        Assert.Equal(gauge, await _setup.Gateway.MetricAsync("rollup_boost_execution_mode"));
        Assert.Equal(gauge, await _setup.Gateway.MetricAsync("sidecar_execution_mode"));
    }

    [Fact]
    public async Task Mode_ChangedWhileBlocksAreMade_DecidesTheBlocksUntilChangedAgain()
    {
        await using var rig = await BuildRig.StartAsync();

        await rig.OpNode.MakeBlocksAsync(2);
        await SetAsync(rig.Gateway, "dry_run");
        await rig.OpNode.MakeBlocksAsync(3);
        var askedInDryRun = rig.Builder.CallsOf("engine_getPayload").Count;
        await SetAsync(rig.Gateway, "disabled");
        await rig.OpNode.MakeBlocksAsync(2);
        var askedInDisabled = rig.Builder.CallsOf("engine_getPayload").Count;
        await SetAsync(rig.Gateway, "enabled");

        // The builder missed two blocks while it was disabled; once it has said so they are replayed to it.
        await rig.Local.WaitForCallAsync("eth_getBlockByNumber", rig.Local.CallsOf("eth_getBlockByNumber").Count + 2);
        await rig.OpNode.MakeBlocksAsync(1);
        await rig.Builder.WaitForHeadAsync(rig.OpNode.Head!.Hash, TimeSpan.FromSeconds(30));
        await rig.Gateway.WaitForStateAsync("sidecar_builder_state", 1);
        await rig.OpNode.MakeBlocksAsync(1);

        Assert.Equal((5, 5), (askedInDryRun, askedInDisabled));
        Assert.True(await rig.Gateway.BlocksAsync("builder", "none") >= 3);
        Assert.Equal(3, await rig.Gateway.BlocksAsync("local", "dry_run"));
        Assert.Equal(2, await rig.Gateway.BlocksAsync("local", "mode_disabled"));
    }

    [Fact]
    public async Task EnginePort_AskedToSetTheMode_PassesItToLocalAndChangesNothing()
    {
        const string set =
            """{"jsonrpc":"2.0","id":"e","method":"debug_setExecutionMode","params":[{"execution_mode":"disabled"}]}""";
        var before = await PostAsync(Get);

        var call = await _setup.Gateway.PostAsync(set);

        Assert.Equal(-32601, call.ErrorCode);
        Assert.Equal(set, Assert.Single(_setup.Local.CallsOf("debug_setExecutionMode")).BodyText);
        Assert.Equal(before, await PostAsync(Get));
    }

    [Fact]
    public async Task Requests_ThatABrowserCouldBeMadeToSend_AreRefused()
    {
        const string set =
            """{"jsonrpc":"2.0","id":1,"method":"debug_setExecutionMode","params":[{"execution_mode":"disabled"}]}""";
        var before = await PostAsync(Get);

        var asText = await PostAsync(set, contentType: "text/plain");
        var asForm = await PostAsync(set, contentType: "application/x-www-form-urlencoded");

        Assert.Equal((415, 415), (asText.Status, asForm.Status));
        Assert.Equal(before, await PostAsync(Get));
    }

    [Fact]
    public async Task Token_Configured_IsAskedFor()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            _setup.Local, null, "--operations-token", "open-sesame");

        var without = await PostAsync(Get, url: gateway.OperationsUrl);
        var wrong = await PostAsync(Get, url: gateway.OperationsUrl, token: "open-sesam");
        var right = await PostAsync(Get, url: gateway.OperationsUrl, token: "open-sesame");

        Assert.Equal((401, 401, 200), (without.Status, wrong.Status, right.Status));
    }

    [Fact]
    public async Task Token_GuessedTooOften_MakesTheAddressWaitAndProbesGoOn()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            _setup.Local, null, "--operations-token", "open-sesame");
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.Equal(401, (await PostAsync(Get, url: gateway.OperationsUrl, token: $"guess-{guess}")).Status);
        }

        var right = await PostAsync(Get, url: gateway.OperationsUrl, token: "open-sesame");
        using var http = new HttpClient();
        using var live = await http.GetAsync(new Uri(gateway.OperationsUrl, "livez"));

        Assert.Equal(429, right.Status);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal("nosniff", Assert.Single(live.Headers.GetValues("X-Content-Type-Options")));
        await gateway.Process.WaitForLineAsync("had a wrong token 10 times");
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("POST", "/")]
    [InlineData("OPTIONS", "/")]
    [InlineData("GET", "/dashboard")]
    [InlineData("GET", "/healthz")]
    public async Task Answers_OfThePort_CarryWhatBrowsersObey(string method, string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_setup.Gateway.OperationsUrl, path));
        request.Headers.TryAddWithoutValidation("Origin", "http://evil.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");

        using var answer = await http.SendAsync(request);

        var names = answer.Headers.Select(header => header.Key).ToList();
        Assert.Superset(
            new HashSet<string>
            {
                "X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy", "Referrer-Policy",
                "Cross-Origin-Resource-Policy", "Cache-Control",
            },
            names.ToHashSet());
        Assert.DoesNotContain(names, name => name.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    private static async Task SetAsync(GatewayUnderTest gateway, string mode)
    {
        var request = $$"""
            {"jsonrpc":"2.0","id":1,"method":"debug_setExecutionMode","params":[{"execution_mode":"{{mode}}"}]}
            """;
        using var http = new HttpClient();
        using var answer = await http.PostAsync(
            gateway.OperationsUrl, new StringContent(request, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<(int Status, string Body)> PostAsync(
        string body, string contentType = "application/json", Uri? url = null, string? token = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url ?? _setup.Gateway.OperationsUrl)
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
        };
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
