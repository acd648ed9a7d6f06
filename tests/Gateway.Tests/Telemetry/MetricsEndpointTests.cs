using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sidecar.Gateway.Tests.Telemetry;

public sealed class MetricsEndpointTests
{
    [Theory]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("HEAD", "/metrics", 200)]
    [InlineData("POST", "/metrics", 405)]
    [InlineData("DELETE", "/metrics", 405)]
    [InlineData("GET", "/", 404)]
    [InlineData("GET", "/metrics/", 404)]
    [InlineData("GET", "/METRICS", 404)]
    [InlineData("POST", "/elsewhere", 404)]
    public async Task Handle_MethodAndPath_GivesStatus(string method, string path, int expected)
    {
        using var host = await TelemetryHost.StartAsync();
        var context = Request(method, path);

        await host.Endpoint.HandleAsync(context);

        Assert.Equal(expected, context.Response.StatusCode);
        Assert.Equal(expected == 405 ? "GET, HEAD" : "", context.Response.Headers.Allow.ToString());
    }

    [Fact]
    public async Task Handle_Get_WritesTextOfFormat004()
    {
        using var host = await TelemetryHost.StartAsync();
        var context = Request("GET", "/metrics");

        await host.Endpoint.HandleAsync(context);

        var body = ((MemoryStream)context.Response.Body).ToArray();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", context.Response.ContentType);
        Assert.Equal(body.Length, context.Response.ContentLength);
        Assert.Contains("# TYPE sidecar_blocks_total counter", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_Head_WritesNoBody()
    {
        using var host = await TelemetryHost.StartAsync();
        var context = Request("HEAD", "/metrics");

        await host.Endpoint.HandleAsync(context);

        Assert.Equal(0, context.Response.Body.Length);
        Assert.True(context.Response.ContentLength > 0);
    }

    private static DefaultHttpContext Request(string method, string path) => new()
    {
        Request = { Method = method, Path = path },
        Response = { Body = new MemoryStream() },
    };
}
