using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Page;

namespace Sidecar.Gateway.Tests.Page;

public sealed class PageAccessTests
{
    [Theory]
    [InlineData("Bearer open-sesame", 200)]
    [InlineData("Basic YWxpY2U6b3Blbi1zZXNhbWU=", 200)]
    [InlineData("Bearer open", 401)]
    [InlineData(null, 401)]
    public void Enter_TokenConfigured_NeedsItEitherWay(string? authorization, int expected)
    {
        var context = Request("gateway.example", authorization: authorization);

        Assert.Equal(expected, Status(context, "open-sesame"));
        Assert.Equal(expected == 401, context.Response.Headers.WWWAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData("127.0.0.1:5555", 200)]
    [InlineData("localhost:5555", 200)]
    [InlineData("[::1]:5555", 200)]
    [InlineData("rebound.example:5555", 403)]
    public void Enter_NoToken_OnlyByAnAddressOfItsOwn(string host, int expected) =>
        Assert.Equal(expected, Status(Request(host), null));

    [Theory]
    [InlineData("POST", null, null, 200)]
    [InlineData("POST", "http://127.0.0.1:5555", "same-origin", 200)]
    [InlineData("POST", "http://evil.example", null, 403)]
    [InlineData("POST", "null", null, 403)]
    [InlineData("POST", "http://127.0.0.1:9999", null, 403)]
    [InlineData("POST", null, "cross-site", 403)]
    [InlineData("POST", null, "same-site", 403)]
    [InlineData("GET", "http://evil.example", "cross-site", 200)]
    public void Enter_ChangeFromAnotherOrigin_IsRefused(string method, string? origin, string? site, int expected)
    {
        var context = Request("127.0.0.1:5555", method);
        context.Request.Headers.Origin = origin;
        context.Request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(expected, Status(context, null));
    }

    [Theory]
    [InlineData("alice:open-sesame", "alice@10.0.0.9")]
    [InlineData("a\nb:x", "ab@10.0.0.9")]
    [InlineData(":x", "10.0.0.9")]
    [InlineData("no colon", "10.0.0.9")]
    public void Who_Login_IsNameAndAddress(string login, string expected)
    {
        var context = Request(
            "127.0.0.1", authorization: $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}");

        Assert.Equal(expected, PageAccess.WhoIs(context));
    }

    private static int Status(HttpContext context, string? token)
    {
        var access = new PageAccess(
            Microsoft.Extensions.Options.Options.Create(new OperationsOptions { Token = token }),
            NullLogger<PageAccess>.Instance);
        Assert.Equal(access.MayEnter(context), context.Response.StatusCode == 200);
        return context.Response.StatusCode;
    }

    private static DefaultHttpContext Request(string host, string method = "GET", string? authorization = null)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.9");
        context.Request.Method = method;
        context.Request.Host = new HostString(host);
        context.Request.Headers.Authorization = authorization;
        return context;
    }
}
