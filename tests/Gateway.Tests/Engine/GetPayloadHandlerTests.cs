using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.JsonRpc;
using Sidecar.Gateway.Tests.JsonRpc;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>Local's calls: first the forkchoiceUpdated that started the build, then getPayload, then validation.</summary>
public sealed class GetPayloadHandlerTests : IDisposable
{
    private readonly WalkHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Handle_KnownBuild_AsksBothAtOnce()
    {
        await _host.StartBuildAsync();

        _ = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        Assert.Equal(WalkHost.Request(), _host.Local.Calls[1].Text);
        Assert.Equal(
            $$"""{"jsonrpc":"2.0","id":1,"method":"engine_getPayloadV4","params":["{{WalkHost.BuilderId}}"]}""",
            Assert.Single(_host.Builder.Calls).Text);
    }

    [Fact]
    public async Task Handle_BuilderBlocksTheThread_LocalIsAskedMeanwhileAndOnce()
    {
        await _host.StartBuildAsync();
        var askedMeanwhile = 0;
        _host.Builder.Respond = _ =>
        {
            askedMeanwhile = _host.Local.Calls.Count - 1;
            return WalkHost.BuilderResponse();
        };

        _ = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        await _host.LocalCallAsync(2, UpstreamMethod.Validate);

        Assert.Equal(1, askedMeanwhile);
        Assert.Equal(3, _host.Local.Calls.Count);
    }

    [Fact]
    public async Task Handle_BuilderHasNotAcknowledged_LocalIsAskedAtOnce()
    {
        await _host.StartBuildAsync(acknowledge: false);

        _ = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        Assert.Equal(WalkHost.Request(), _host.Local.Calls[1].Text);
        Assert.Empty(_host.Builder.Calls);
    }

    [Fact]
    public async Task Handle_BuilderValid_AnswersItsBytesWithoutWaitingForLocal()
    {
        var build = await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("\"a-1\"")), 4);

        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());
        (await _host.LocalCallAsync(2, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));

        Assert.Equal(WalkHost.Answer("\"a-1\"", WalkHost.BuilderResponse()), await WalkHost.TextAsync(answer));
        Assert.False(_host.Local.Calls[1].IsAnswered);
        Assert.Equal((PayloadSource.Builder, FallbackReason.None), (build.Decision!.Source, build.Decision.Reason));
        Assert.Equal(Sample.Hash(1), build.Decision.BlockHash);
    }

    [Fact]
    public async Task Handle_BuilderNotValidatedYet_DoesNotAnswer()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());

        var validation = await _host.LocalCallAsync(2, UpstreamMethod.Validate);

        Assert.False(answer.IsCompleted);
        Assert.False(validation.IsAnswered);
    }

    [Fact]
    public async Task Handle_BuilderHangs_AnswersLocalWhenTheShareIsUsedUp()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);
        _host.Time.Advance(WalkHost.Share - TimeSpan.FromMilliseconds(1));
        var answeredEarly = answer.IsCompleted;

        _host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
        Assert.False(answeredEarly);
    }

    [Fact]
    public async Task Handle_AcknowledgementPayloadAndValidation_ShareOneDeadline()
    {
        await _host.StartBuildAsync(acknowledge: false);
        _ = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        _host.Time.Advance(TimeSpan.FromMilliseconds(300));
        _host.Relay.Acknowledgement.SetResult(BuilderBuild.Started(new PayloadId(0xb1)));
        var asked = await _host.BuilderCallAsync(0);
        var leftForPayload = asked.Request.Deadline.Remaining;
        _host.Time.Advance(TimeSpan.FromMilliseconds(200));
        asked.Reply(WalkHost.BuilderResponse());
        var validation = await _host.LocalCallAsync(2, UpstreamMethod.Validate);

        Assert.Equal(TimeSpan.FromMilliseconds(500), leftForPayload);
        Assert.Equal(TimeSpan.FromMilliseconds(300), validation.Request.Deadline.Remaining);
    }

    [Fact]
    public async Task Handle_AcknowledgementTooLate_AnswersLocalAndStillFetchesTheBuildersPayload()
    {
        var build = await _host.StartBuildAsync(acknowledge: false);
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);

        _host.Time.Advance(WalkHost.Share);
        var text = await WalkHost.TextAsync(answer);
        _host.Relay.Acknowledgement.SetResult(BuilderBuild.Started(new PayloadId(0xb1)));
        var fetched = await _host.BuilderCallAsync(0);

        Assert.Equal(Sample.GetPayloadResponse, text);
        Assert.Equal(FallbackReason.BuilderTimeout, build.Decision!.Reason);
        Assert.Contains(WalkHost.BuilderId, fetched.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "engine_newPayloadV2", "]}")]
    [InlineData(3, "engine_newPayloadV3", ",[],\"ROOT\"]}")]
    [InlineData(4, "engine_newPayloadV4", ",[],\"ROOT\",[\"0x00\"]]}")]
    [InlineData(5, "engine_newPayloadV4", ",[],\"ROOT\",[\"0x00\"]]}")]
    public async Task Handle_AnyVersion_ValidatesTheBuildersBytesUnchanged(int version, string method, string others)
    {
        await _host.StartBuildAsync();
        var response = WalkHost.BuilderResponse(
            change: json => json["result"]!["executionRequests"] = new System.Text.Json.Nodes.JsonArray("0x00"));
        _ = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request(version: version)), version);

        (await _host.BuilderCallAsync(0)).Reply(response);
        var validation = await _host.LocalCallAsync(2, UpstreamMethod.Validate);

        var payload = PayloadEnvelope.TryRead(Segmented.Whole(response))!.ExecutionPayload.Text();
        var root = (string?)Sample.AttributesJson()["parentBeaconBlockRoot"];
        others = others.Replace("ROOT", root, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":[{{payload}}{{others}}""", validation.Text);
        Assert.Contains($"engine_getPayloadV{version}", _host.Builder.Calls[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"0x0000000000000bad\"")]
    [InlineData("\"nonsense\"")]
    [InlineData("\"\\u0030x03d6dd573eea9133\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Handle_UnknownBuild_IsLocalsAlone(string id)
    {
        await _host.StartBuildAsync();
        var request = $$"""{"id":1,"method":"engine_getPayloadV4","params":[{{id}}]}""";

        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(request), 4);
        (await _host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(Sample.GetPayloadResponse);

        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
        Assert.Equal(request, _host.Local.Calls[1].Text);
        Assert.Empty(_host.Builder.Calls);
    }

    [Fact]
    public async Task Handle_CallersBodyGivenBack_LaterAnswersStandOnBytesOfTheirOwn()
    {
        await _host.StartBuildAsync();
        var body = BodyLease.Copy(System.Text.Encoding.UTF8.GetBytes(WalkHost.Request("\"caller's id\"")));
        var task = _host.GetPayload.HandleAsync(ReadText.Read(body.Bytes).Calls[0], 4);
        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());
        (await _host.LocalCallAsync(2, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));
        using var answer = await task.WaitAsync(Patience.Default);

        body.Dispose();
        WalkHost.PoisonPool();

        // Local answers only now; the scripted call checks that its request is still what it was.
        (await _host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);
        Assert.Equal(WalkHost.Answer("\"caller's id\"", WalkHost.BuilderResponse()), WalkHost.Text(answer));
    }

    [Fact]
    public async Task Handle_AnswerGivenBack_ARepeatStillHasItsBytes()
    {
        await _host.StartBuildAsync();
        var first = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(0)).Reply(WalkHost.BuilderResponse());
        (await _host.LocalCallAsync(2, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));
        (await first.WaitAsync(Patience.Default)).Dispose();
        WalkHost.PoisonPool();

        var again = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("8")), 4);

        Assert.Equal(WalkHost.Answer("8", WalkHost.BuilderResponse()), await WalkHost.TextAsync(again));
    }
}
