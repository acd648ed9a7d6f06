using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.Page.Tests;

/// <summary>The API beneath the page, by HTTP alone: its answers are what openapi.json says.</summary>
[Trait("Category", "E2E")]
public sealed class ApiTests
{
    private const string Root = "api/v1";

    [Fact]
    public async Task Answers_OfEveryPath_AreAsTheDocumentSays()
    {
        await using var rig = await ClusterRig.StartAsync("a1 b1");
        var id = await rig.A.StartKnownBuildAsync(rig["a1"]);
        await rig.A.GetPayloadUntilKeptAsync(rig["a1"], id);
        await rig["a1"].WaitUntilToldAsync("add_blocks", 1);
        using var http = Client(rig["a1"].Process);
        var document = await http.GetFromJsonAsync<JsonElement>($"{Root}/openapi.json");
        using var order = await http.PostAsJsonAsync($"{Root}/mode", new { mode = "dry_run", reason = "a test" });
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var compared = 0;

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            if (path.Name.EndsWith("/events", StringComparison.Ordinal))
            {
                continue;
            }

            var address = path.Name.Replace("{payloadId}", id, StringComparison.Ordinal)
                .Replace("{builderId}", "builder", StringComparison.Ordinal)
                .Replace("{number}", "1", StringComparison.Ordinal);
            using var answer = await http.GetAsync(address[1..]);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
            var schema = SchemaOf(path.Value.GetProperty("get").GetProperty("responses").GetProperty("200"), schemas);
            var problems = SchemaCheck.Compare(await answer.Content.ReadFromJsonAsync<JsonElement>(), schema, path.Name);

            Assert.Empty(problems);
            compared++;
        }

        Assert.Equal(HttpStatusCode.OK, order.StatusCode);
        Assert.Equal(11, compared);
    }

    [Theory]
    [InlineData("{\"mode\":\"dry_run\"}", "application/json", 400)]
    [InlineData("{\"mode\":\"dry_run\",\"reason\":\" a \"}", "application/json", 400)]
    [InlineData("{\"mode\":\"fast\",\"reason\":\"a test\"}", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("nonsense", "application/json", 400)]
    [InlineData("{\"mode\":\"dry_run\",\"reason\":\"a test\"}", "text/plain", 415)]
    public async Task Order_ThatIsNone_IsRefusedAndChangesNothing(string body, string type, int status)
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var http = Client(gateway);
        using var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        using var answer = await http.PostAsync($"{Root}/mode", content);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!);
        var mode = await http.GetFromJsonAsync<JsonElement>($"{Root}/mode");
        Assert.Equal("enabled", mode.GetProperty("mode").GetString());
        Assert.Empty(mode.GetProperty("audit").EnumerateArray());
    }

    [Fact]
    public async Task Requests_OfAllKinds_HaveTheHeadersThatKeepOthersOut()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null, "--operations-token", "open-sesame");
        using var http = Client(gateway);

        foreach (var path in (string[])["", "page/app.js", $"{Root}/blocks", $"{Root}/events", $"{Root}/nothing"])
        {
            using var answer = await http.GetAsync(path);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Paths_ThatAreNone_AreTold()
    {
        await using var local = await SimulatedClient.StartAsync(SimulatedClientOptions.Local());
        await using var gateway = await GatewayUnderTest.StartAsync(local, null);
        using var http = Client(gateway);

        using var unknown = await http.GetAsync($"{Root}/nothing");
        using var deeper = await http.GetAsync($"{Root}/blocks/0x0000000000000001/more");
        using var method = await http.DeleteAsync($"{Root}/mode");
        using var other = await http.GetAsync("nothing");

        Assert.Equal((404, 404, 405, 405), ((int)unknown.StatusCode, (int)deeper.StatusCode, (int)method.StatusCode, (int)other.StatusCode));
        Assert.Equal("GET, POST", string.Join(", ", method.Content.Headers.Allow));
    }

    private static JsonElement SchemaOf(JsonElement response, JsonElement schemas)
    {
        var schema = response.GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return schema.TryGetProperty("$ref", out var name) ? schemas.GetProperty(name.GetString()!.Split('/')[^1]) : schema;
    }

    private static HttpClient Client(GatewayUnderTest gateway) => new() { BaseAddress = gateway.OperationsUrl };
}
