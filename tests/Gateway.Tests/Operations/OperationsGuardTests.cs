using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Operations;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Operations;

public sealed class OperationsGuardTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly OperationsGuard _guard;
    private int _handled;

    public OperationsGuardTests() =>
        _guard = new OperationsGuard(new FailureLimit(_time), NullLogger<OperationsGuard>.Instance);

    [Fact]
    public async Task Token_WrongTooOften_IsAnswered429AndTheRightOneToo()
    {
        await SendAsync(401, FailureLimit.FailuresMax);
        _time.Advance(TimeSpan.FromSeconds(59.5));

        var refused = (await SendAsync(200, 1))[0];

        Assert.Equal((429, "1"), (refused.StatusCode, refused.Headers.RetryAfter.ToString()));
        Assert.Equal(FailureLimit.FailuresMax, _handled);

        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal(200, (await SendAsync(200, 1))[0].StatusCode);
    }

    [Fact]
    public async Task Token_Missing_IsNoGuess()
    {
        await SendAsync(401, 2 * FailureLimit.FailuresMax, authorization: null);

        Assert.Equal(200, (await SendAsync(200, 1))[0].StatusCode);
    }

    [Fact]
    public void Headers_OfEveryAnswer_KeepBrowsersFromMakingMoreOfIt()
    {
        var context = new DefaultHttpContext();

        OperationsGuard.SetHeaders(context);

        var headers = context.Response.Headers;
        Assert.Equal(
            ("nosniff", "DENY", "no-store", "default-src 'none'; frame-ancestors 'none'"),
            (headers.XContentTypeOptions.ToString(), headers.XFrameOptions.ToString(), headers.CacheControl.ToString(),
                headers.ContentSecurityPolicy.ToString()));
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<List<HttpResponse>> SendAsync(int status, int count, string? authorization = "Bearer guess")
    {
        List<HttpResponse> answers = [];
        for (var i = 0; i < count; i++)
        {
            var context = new DefaultHttpContext();
            context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
            context.Request.Headers.Authorization = authorization;
            await _guard.HandleAsync(context, Handle);
            answers.Add(context.Response);
        }

        return answers;

        Task Handle(HttpContext context)
        {
            _handled++;
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }
    }
}
