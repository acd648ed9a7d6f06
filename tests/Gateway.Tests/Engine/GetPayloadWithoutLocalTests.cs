using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>What goes out when local has no block.</summary>
public sealed class GetPayloadWithoutLocalTests
{
    private const string LocalError =
        """{"jsonrpc":"2.0","id":7,"error":{"code":-38001,"message":"Unknown payload"}}""";

    [Fact]
    public async Task Handle_LocalFailsAndTheBuilderIsValid_AnswersTheBuilder()
    {
        using var host = new WalkHost(new GasUsedPolicy(0.5));
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WalkHost.BuilderResponse();
        host.Local.Respond = Validating(WalkHost.Status("VALID"));
        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        (await host.Local.CallAsync(1)).Reply(LocalError);

        Assert.Equal(WalkHost.Answer("7", WalkHost.BuilderResponse()), await WalkHost.TextAsync(answer));
        Assert.Equal(PayloadSource.Builder, build.Decision!.Source);
    }

    [Fact]
    public async Task Handle_LocalFailsInDryRun_AnswersLocalsError()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Mode.Set(ExecutionMode.DryRun, "test", "test");
        host.Builder.Respond = _ => WalkHost.BuilderResponse();
        host.Local.Respond = Validating(WalkHost.Status("VALID"));
        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        (await host.Local.CallAsync(1)).Reply(LocalError);

        Assert.Equal(LocalError, await WalkHost.TextAsync(answer));
        Assert.Null(build.Decision);
    }

    [Theory]
    [InlineData(200, LocalError)]
    [InlineData(500, "Internal Server Error")]
    [InlineData(200, "not json at all")]
    public async Task Handle_NeitherHasABlock_AnswersLocalsBytes(int status, string body)
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => LocalError;
        var task = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        (await host.Local.CallAsync(1)).ReplyHttp(status, body);
        using var answer = await task.WaitAsync(TestKit.Patience.Default);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, WalkHost.Text(answer));
        Assert.Null(build.Decision);
    }

    private static Func<ScriptedCall, string?> Validating(string answer) =>
        call => call.Request.Method == UpstreamMethod.Validate ? answer : null;
}
