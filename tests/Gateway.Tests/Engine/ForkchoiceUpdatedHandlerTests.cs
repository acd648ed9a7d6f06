using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class ForkchoiceUpdatedHandlerTests : IDisposable
{
    private static readonly EngineFixture NoAttributes = EngineFixture.Load("engine_forkchoiceUpdatedV3.noAttributes");
    private static readonly EngineFixture Sequencing = EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing");

    private readonly WalkHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Handle_BuilderHangs_AnswersWhatLocalAnswered()
    {
        var answer = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));

        (await _host.Local.CallAsync(0)).Reply(Sequencing.ResponseText);

        Assert.Equal(Sequencing.ResponseText, await WalkHost.TextAsync(answer));
        Assert.False(_host.Relay.Acknowledgement.Task.IsCompleted);
    }

    [Fact]
    public void Handle_Attributes_AsksBothBeforeAnyAnswers()
    {
        _ = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));

        var build = Assert.Single(_host.Relay.Builds);
        Assert.Equal(Sequencing.RequestText, Assert.Single(_host.Local.Calls).Text);
        Assert.Equal(Sequencing.RequestText, Encoding.UTF8.GetString(build.Request.Span));
        Assert.Equal(Sample.Parent, build.Forkchoice.Head);
        Assert.Empty(_host.Relay.Heads);
    }

    [Fact]
    public async Task Handle_NoAttributes_IsFollowedByTheBuilder()
    {
        var answer = _host.Forkchoice.HandleAsync(WalkHost.Call(NoAttributes.RequestText));
        (await _host.Local.CallAsync(0)).Reply(NoAttributes.ResponseText);

        var text = await WalkHost.TextAsync(answer);

        var head = Assert.Single(_host.Relay.Heads);
        Assert.Equal(NoAttributes.ResponseText, text);
        Assert.Equal("engine_forkchoiceUpdatedV3", Encoding.ASCII.GetString(head.Method.Span));
        Assert.Contains(head.Head.ToString(), Encoding.UTF8.GetString(head.State.Span), StringComparison.Ordinal);
        Assert.Empty(_host.Relay.Builds);
        Assert.Equal(0, _host.Store.Count);
    }

    [Fact]
    public async Task Handle_NoTxPool_GoesToLocalOnly()
    {
        var request = EngineFixture.Load("op.engine_forkchoiceUpdatedV3.noTxPool").RequestText;

        var build = await _host.StartBuildAsync(request: request);

        Assert.Equal([true], _host.Relay.AskedWithNoTxPool);
        Assert.Empty(_host.Relay.Builds);
        Assert.Equal([(build.Digest, build.Attributes.Timestamp!.Value)], _host.Relay.LeftOut);
        Assert.Equal(FallbackReason.NoTxPool, (await build.Builder).Failure);
    }

    [Theory]
    [InlineData(FallbackReason.BuilderSyncing)]
    [InlineData(FallbackReason.BuilderUnhealthy)]
    [InlineData(FallbackReason.ModeDisabled)]
    public async Task Handle_BuilderNotToBeAsked_RemembersWhy(FallbackReason reason)
    {
        _host.Relay.Reason = reason;

        var build = await _host.StartBuildAsync();

        Assert.Empty(_host.Relay.Builds);
        Assert.Equal(reason, (await build.Builder).Failure);
    }

    [Fact]
    public async Task Handle_SameAttributesAgain_AreTheSameBuildAndAskedOnce()
    {
        var first = await _host.StartBuildAsync();

        var second = await _host.StartBuildAsync();

        Assert.Same(first, second);
        Assert.Single(_host.Relay.Builds);
    }

    [Fact]
    public async Task Handle_SameAttributesAfterTheBuilderFailed_AreSentToItAgain()
    {
        var build = await _host.StartBuildAsync(acknowledge: false);
        _host.Relay.Acknowledgement.SetResult(Gateway.Engine.BuilderBuild.Failed(FallbackReason.BuilderError));
        await build.Builder.WaitAsync(Patience.Default);

        await _host.StartBuildAsync();

        Assert.Equal(2, _host.Relay.Builds.Count);
    }

    [Theory]
    [InlineData("""{"id":1,"result":{"payloadStatus":{"status":"SYNCING"},"payloadId":"0x03d6dd573eea9133"}}""")]
    [InlineData("""{"id":1,"result":{"payloadStatus":{"status":"VALID"},"payloadId":null}}""")]
    [InlineData("""{"id":1,"error":{"code":-38003,"message":"x"}}""")]
    [InlineData("garbage")]
    public async Task Handle_LocalStartedNothing_NamesNothingAndPassesItOn(string response)
    {
        var answer = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));
        (await _host.Local.CallAsync(0)).Reply(response);

        Assert.Equal(response, await WalkHost.TextAsync(answer));
        Assert.Null(await _host.Store.FindAsync(new PayloadId(0x03d6dd573eea9133), CancellationToken.None));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"headBlockHash":"0x12"},{}]""")]
    [InlineData("""[{"\ud800\ud800\ud800":1},{}]""")]
    [InlineData("{}")]
    public async Task Handle_ShapeOfItsOwn_IsForLocalToJudge(string parameters)
    {
        var request = $$"""{"id":1,"method":"engine_forkchoiceUpdatedV3","params":{{parameters}}}""";

        var answer = _host.Forkchoice.HandleAsync(WalkHost.Call(request));
        (await _host.Local.CallAsync(0)).Reply("local's word");

        Assert.Equal("local's word", await WalkHost.TextAsync(answer));
        Assert.Empty(_host.Relay.Builds);
        Assert.Empty(_host.Relay.Heads);
    }

    [Fact]
    public async Task Handle_BuildersSideBreaks_AnswersWhatLocalAnswered()
    {
        _host.Relay.Fault = new InvalidOperationException("a bug");

        var answer = _host.Forkchoice.HandleAsync(WalkHost.Call(NoAttributes.RequestText));
        (await _host.Local.CallAsync(0)).Reply(NoAttributes.ResponseText);

        Assert.Equal(NoAttributes.ResponseText, await WalkHost.TextAsync(answer));
    }

    [Theory]
    [InlineData(UpstreamFailure.TimedOut, 504, -32000)]
    [InlineData(UpstreamFailure.Canceled, 504, -32000)]
    [InlineData(UpstreamFailure.Unreachable, 502, -32000)]
    [InlineData(UpstreamFailure.TooLarge, 200, -32003)]
    public async Task Handle_LocalGivesNoAnswer_AnswersAnErrorWithTheCallersId(object failure, int status, int code)
    {
        var task = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));
        (await _host.Local.CallAsync(0)).Fail((UpstreamFailure)failure);

        using var answer = await task;

        Assert.Equal(status, answer.StatusCode);
        Assert.StartsWith(
            $$$"""{"jsonrpc":"2.0","id":10,"error":{"code":{{{code}}},""", WalkHost.Text(answer),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_LocalNeverAnswers_IsOverAtItsDeadline()
    {
        var task = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));

        _host.Time.Advance(_host.Timeouts.Engine);

        using var answer = await task.WaitAsync(Patience.Default);
        Assert.Equal(504, answer.StatusCode);
    }

    [Fact]
    public async Task Handle_LocalAnswersAnHttpError_PassesItOn()
    {
        var task = _host.Forkchoice.HandleAsync(WalkHost.Call(Sequencing.RequestText));
        (await _host.Local.CallAsync(0)).ReplyHttp(401, "Unauthorized");

        using var answer = await task;

        Assert.Equal(401, answer.StatusCode);
        Assert.Equal("Unauthorized", WalkHost.Text(answer));
        Assert.False(answer.IsJsonRpc);
    }

    [Fact]
    public async Task Handle_CallersBodyGivenBack_KeepsWhatTheBuildNeeds()
    {
        var body = BodyLease.Copy(Sequencing.Request);
        var task = _host.Forkchoice.HandleAsync(ReadText.Read(body.Bytes).Calls[0]);
        (await _host.Local.CallAsync(0)).Reply(Sequencing.ResponseText);
        (await task).Dispose();

        body.Dispose();
        WalkHost.PoisonPool();

        var build = await _host.Store.FindAsync(new PayloadId(0x03d6dd573eea9133), CancellationToken.None);
        Assert.Equal(EnvelopeText.Of(Sample.Attributes()), EnvelopeText.Of(build!.Attributes));
        Assert.Equal(Sequencing.RequestText, Encoding.UTF8.GetString(_host.Relay.Builds[0].Request.Span));
    }
}
