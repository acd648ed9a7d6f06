using System.Text;
using Microsoft.AspNetCore.Http;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class DashboardEndpointTests
{
    private const string Token = "secret:with colon";

    [Theory]
    [InlineData("GET", "/dashboard", true)]
    [InlineData("HEAD", "/dashboard/", true)]
    [InlineData("GET", "/Dashboard/index.css", true)]
    [InlineData("POST", "/dashboard", false)]
    [InlineData("GET", "/", false)]
    [InlineData("GET", "/dashboards", false)]
    public void Serves_MethodAndPath_IsForReadingThePages(string method, string path, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);

        Assert.Equal(expected, DashboardEndpoint.Serves(request));
    }

    [Theory]
    [InlineData("Bearer secret:with colon")]
    [InlineData("Basic YW55b25lOnNlY3JldDp3aXRoIGNvbG9u")]
    [InlineData("basic OnNlY3JldDp3aXRoIGNvbG9u")]
    public async Task Handle_TokenEitherWay_ShowsThePages(string authorization) =>
        Assert.Equal((200, "pages"), await AnswerAsync(new Pages(), authorization));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer secret")]
    [InlineData("Basic secret:with colon")]
    [InlineData("Basic c2VjcmV0OndpdGggY29sb24=")]
    [InlineData("Basic YW55b25lOg==")]
    [InlineData("Basic YW55b25l")]
    [InlineData("Basic")]
    public async Task Handle_WithoutTheToken_AsksForIt(string? authorization) =>
        Assert.Equal((401, ""), await AnswerAsync(new Pages(), authorization));

    [Fact]
    public async Task Handle_LongLogin_AsksForTheToken()
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"x:{new string('x', 5000)}"));

        Assert.Equal((401, ""), await AnswerAsync(new Pages(), $"Basic {login}"));
    }

    [Fact]
    public async Task Handle_TwoHeaders_AsksForTheToken() =>
        Assert.Equal((401, ""), await AnswerAsync(new Pages(), "Bearer secret:with colon", "Bearer secret:with colon"));

    [Fact]
    public async Task Handle_NoTokenConfigured_ShowsThePages() =>
        Assert.Equal((200, "pages"), await AnswerToAsync(new Pages(), token: null, []));

    [Fact]
    public async Task Handle_EngineWithoutPages_SaysSo()
    {
        var (status, body) = await AnswerAsync(pages: null, "Bearer secret:with colon");

        Assert.Equal(404, status);
        Assert.Contains("embedded engine", body, StringComparison.Ordinal);
    }

    private static Task<(int Status, string Body)> AnswerAsync(IDashboard? pages, params string?[] authorization) =>
        AnswerToAsync(pages, Token, authorization);

    private static async Task<(int Status, string Body)> AnswerToAsync(
        IDashboard? pages, string? token, string?[] authorization)
    {
        var endpoint = new DashboardEndpoint(
            Microsoft.Extensions.Options.Options.Create(new OperationsOptions { Token = token }), pages);
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        context.Request.Headers.Authorization = authorization;
        context.Request.Path = "/dashboard/";

        await endpoint.HandleAsync(context);

        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }

    private sealed class Pages : IDashboard
    {
        public Task HandleAsync(HttpContext context) => context.Response.WriteAsync("pages", context.RequestAborted);
    }
}
