using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HealthEndpointTests
{
    private readonly HealthSetup _at = new();

    [Theory]
    [InlineData("/healthz", 503, "Service Unavailable")]
    [InlineData("/readyz", 503, "Local has not told its head yet.")]
    [InlineData("/livez", 200, "OK")]
    public async Task Handle_NothingKnownYet_IsNotHealthy(string path, int status, string text)
    {
        var response = await GetAsync(path);

        Assert.Equal((status, text), response);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task Handle_AnyVerb_SaysOk(string method)
    {
        _at.PollBoth();

        var response = await GetAsync("/healthz", method: method);

        Assert.Equal((200, "OK"), response);
    }

    [Fact]
    public async Task Handle_Head_WritesNoBody()
    {
        _at.PollBoth();

        var response = await GetAsync("/healthz", method: "HEAD");

        Assert.Equal((200, ""), response);
    }

    [Fact]
    public async Task Handle_BuilderDown_SaysPartialContent()
    {
        BuilderDown();

        var response = await GetAsync("/healthz");

        Assert.Equal((206, "Partial Content"), response);
    }

    [Theory]
    [InlineData("/healthz/json", "", null, 200)]
    [InlineData("/kona-rollup-boost/healthz", "", null, 200)]
    [InlineData("/healthz", "?format=json", null, 206)]
    [InlineData("/healthz", "", "application/json", 206)]
    [InlineData("/healthz", "", "text/html, application/json;q=0.9", 206)]
    public async Task Handle_JsonDialects_NameTheVerdict(string path, string query, string? accept, int status)
    {
        BuilderDown();

        var (actualStatus, body) = await GetAsync(path, query, accept);

        using var json = JsonDocument.Parse(body);
        Assert.Equal(status, actualStatus);
        Assert.Equal("PartialContent", json.RootElement.GetProperty("rollup_boost_health").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("version").GetString());
        Assert.Contains(
            json.RootElement.GetProperty("facts").EnumerateArray(),
            fact => fact.GetProperty("name").GetString() == "builder.last_failure"
                && fact.GetProperty("value").GetString() == "unreachable"
                && fact.GetProperty("age_seconds").GetDouble() == 0);
        Assert.Equal(
            "Builder failed the last 2 times, last unreachable.",
            json.RootElement.GetProperty("reasons")[0].GetString());
    }

    [Theory]
    [InlineData("Healthy")]
    [InlineData("PartialContent")]
    [InlineData("ServiceUnavailable")]
    public async Task Handle_JsonDialect_UsesConductorsWords(string word)
    {
        switch (word)
        {
            case "Healthy":
                _at.PollBoth();
                break;
            case "PartialContent":
                BuilderDown();
                break;
        }

        var (status, body) = await GetAsync("/healthz/json");

        Assert.Equal(200, status);
        Assert.Contains($"\"rollup_boost_health\":\"{word}\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz", true)]
    [InlineData("/readyz", true)]
    [InlineData("/livez", true)]
    [InlineData("/healthz/json", true)]
    [InlineData("/kona-rollup-boost/healthz", true)]
    [InlineData("/", false)]
    [InlineData("/healthzz", false)]
    [InlineData("/healthz/other", false)]
    public void Serves_Path_IsOneOfTheProbes(string path, bool expected)
    {
        var serves = HealthEndpoint.Serves(path);

        Assert.Equal(expected, serves);
    }

    private void BuilderDown()
    {
        _at.PollBoth().State.BuilderFailed(UpstreamFailure.Unreachable);
        _at.State.BuilderFailed(UpstreamFailure.Unreachable);
    }

    private async Task<(int Status, string Body)> GetAsync(
        string path, string query = "", string? accept = null, string method = "GET")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Accept = accept;
        var body = new MemoryStream();
        context.Response.Body = body;
        await new HealthEndpoint(_at.State).HandleAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
