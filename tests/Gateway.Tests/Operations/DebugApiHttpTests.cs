using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.Operations;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class DebugApiHttpTests
{
    private static readonly byte[] SetDisabled =
        """{"jsonrpc":"2.0","id":1,"method":"debug_setExecutionMode","params":["disabled"]}"""u8.ToArray();

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    public async Task Handle_NotPost_IsRefused(string method)
    {
        using var host = await DebugHost.StartAsync();

        var (status, _) = await host.SendAsync([], context => context.Request.Method = method);

        Assert.Equal(405, status);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData(null, 415)]
    public async Task Handle_ContentType_MustBeJson(string? contentType, int expected)
    {
        using var host = await DebugHost.StartAsync();

        var (status, _) = await host.SendAsync(SetDisabled, context => context.Request.ContentType = contentType);

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 413)]
    public async Task Handle_BodyAtTheLimit_IsReadAndBeyondRefused(int beyond, int expected)
    {
        using var host = await DebugHost.StartAsync();
        var body = Encoding.ASCII.GetBytes(
            Encoding.ASCII.GetString(SetDisabled).PadRight(DebugApi.BodyBytesMax + beyond));

        var (status, _) = await host.SendAsync(body, _ => { });

        Assert.Equal(expected, status);
        Assert.Equal(expected == 200 ? ExecutionMode.Disabled : ExecutionMode.Enabled, host.Mode.Current);
    }

    [Fact]
    public async Task Handle_AnnouncedBodyOverTheLimit_IsRefusedUnread()
    {
        using var host = await DebugHost.StartAsync();
        var body = new MemoryStream(SetDisabled);

        var (status, _) = await host.SendAsync([], context =>
        {
            context.Request.ContentLength = DebugApi.BodyBytesMax + 1;
            context.Request.Body = body;
        });

        Assert.Equal(413, status);
        Assert.Equal(0, body.Position);
    }

    [Theory]
    [InlineData("Bearer secret-token", 200)]
    [InlineData("bearer secret-token", 200)]
    [InlineData("Bearer secret-toke", 401)]
    [InlineData("Bearer secret-tokens", 401)]
    [InlineData("Bearer", 401)]
    [InlineData("Basic secret-token", 401)]
    [InlineData("secret-token", 401)]
    [InlineData(null, 401)]
    public async Task Handle_TokenIsSet_MustBePresented(string? authorization, int expected)
    {
        using var host = await DebugHost.StartAsync(token: "secret-token");

        var (status, _) = await host.SendAsync(
            SetDisabled, context => context.Request.Headers.Authorization = authorization);

        Assert.Equal(expected, status);
        Assert.Equal(expected == 200 ? ExecutionMode.Disabled : ExecutionMode.Enabled, host.Mode.Current);
    }

    [Fact]
    public async Task Handle_TwoAuthorizationHeaders_AreRefused()
    {
        using var host = await DebugHost.StartAsync(token: "secret-token");

        var (status, _) = await host.SendAsync(SetDisabled, context =>
            context.Request.Headers.Authorization = new(["Bearer secret-token", "Bearer secret-token"]));

        Assert.Equal(401, status);
    }
}
