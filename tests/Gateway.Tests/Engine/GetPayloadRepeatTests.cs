using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>One payload id has one answer.</summary>
public sealed class GetPayloadRepeatTests : IDisposable
{
    private const string LocalError =
        """{"jsonrpc":"2.0","id":7,"error":{"code":-38001,"message":"Unknown payload"}}""";

    private static readonly string BuilderBlock = WalkHost.BuilderResponse();

    private readonly WalkHost _host = new(builds: new BuildsOptions { PayloadAgeMax = TimeSpan.FromMinutes(2) });

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Repeat_BuildersBlock_IsTheSameBytesWithTheNewIdAndAsksNobody()
    {
        await AnswerBuilderAsync();
        var (local, builder) = (_host.Local.Calls.Count, _host.Builder.Calls.Count);

        var again = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("\"new\"")), 4);
        var text = await WalkHost.TextAsync(again);

        Assert.Equal(WalkHost.Answer("\"new\"", BuilderBlock), text);
        Assert.Equal((local, builder), (_host.Local.Calls.Count, _host.Builder.Calls.Count));
    }

    [Fact]
    public async Task Repeat_LocalsBlock_IsTheSameResultWithTheNewId()
    {
        await AnswerLocalAsync();

        var text = await WalkHost.TextAsync(_host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("99")), 4));

        Assert.Equal(WalkHost.Answer("99", Sample.GetPayloadResponse), text);
    }

    [Fact]
    public async Task Repeat_WhileTheFirstIsUnderWay_WaitsAndGetsTheSame()
    {
        await _host.StartBuildAsync();
        var first = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("1")), 4);
        var second = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request("2")), 4);

        (await _host.BuilderCallAsync(0)).Reply(BuilderBlock);
        (await _host.LocalCallAsync(2, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));

        Assert.Equal(WalkHost.Answer("1", BuilderBlock), await WalkHost.TextAsync(first));
        Assert.Equal(WalkHost.Answer("2", BuilderBlock), await WalkHost.TextAsync(second));
        Assert.Single(_host.Builder.Calls);
    }

    [Fact]
    public async Task Repeat_AfterNobodyHadABlock_IsAskedAnew()
    {
        await _host.StartBuildAsync();
        var failed = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(0)).Reply(LocalError);
        (await _host.Local.CallAsync(1)).Reply(LocalError);
        await WalkHost.TextAsync(failed);

        var again = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(1)).Reply(BuilderBlock);
        (await _host.LocalCallAsync(3, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));

        Assert.Equal(WalkHost.Answer("7", BuilderBlock), await WalkHost.TextAsync(again));
    }

    [Fact]
    public async Task OtherVersion_LocalRefusesIt_IsLocalsError()
    {
        await AnswerBuilderAsync();

        Assert.Equal(LocalError, await AskLocalAgainAsync(3, LocalError));
    }

    [Fact]
    public async Task OtherVersion_LocalHasTheDecidedBlock_IsLocalsAnswer()
    {
        await AnswerLocalAsync();

        Assert.Equal(Sample.GetPayloadResponse, await AskLocalAgainAsync(3, Sample.GetPayloadResponse));
    }

    [Fact]
    public async Task OtherVersion_LocalHasAnotherBlock_IsTheDecidedOne()
    {
        await AnswerBuilderAsync();

        Assert.Equal(WalkHost.Answer("7", BuilderBlock), await AskLocalAgainAsync(3, Sample.GetPayloadResponse));
    }

    [Fact]
    public async Task BytesAged_LocalHasTheDecidedBlock_IsLocalsAnswer()
    {
        await AnswerLocalAsync();
        ForgetBytes();

        Assert.Equal(Sample.GetPayloadResponse, await AskLocalAgainAsync(4, Sample.GetPayloadResponse));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BytesAged_TheBuilderHasTheDecidedBlock_IsTheBuildersAnswer(bool localFails)
    {
        await AnswerBuilderAsync();
        ForgetBytes();
        _host.Builder.Respond = _ => BuilderBlock;
        _host.Local.Respond = call => call.Request.Method == UpstreamMethod.Validate ? WalkHost.Status("VALID") : null;

        var text = await AskLocalAgainAsync(4, localFails ? LocalError : Sample.GetPayloadResponse);

        Assert.Equal(WalkHost.Answer("7", BuilderBlock), text);
    }

    [Fact]
    public async Task BytesAged_NobodyHasTheDecidedBlock_IsLocalsAnswer()
    {
        await AnswerBuilderAsync();
        ForgetBytes();
        _host.Builder.Respond = _ => LocalError;

        Assert.Equal(Sample.GetPayloadResponse, await AskLocalAgainAsync(4, Sample.GetPayloadResponse));
    }

    [Fact]
    public async Task BytesAged_AnotherBlockHadToBeAnswered_ThatOneStays()
    {
        await AnswerBuilderAsync();
        ForgetBytes();
        _host.Builder.Respond = _ => LocalError;
        await AskLocalAgainAsync(4, Sample.GetPayloadResponse);
        _host.Builder.Respond = _ => BuilderBlock;

        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        Assert.Equal(WalkHost.Answer("7", Sample.GetPayloadResponse), await WalkHost.TextAsync(answer));
    }

    [Fact]
    public async Task UnknownBuild_AnsweredByLocal_IsAnsweredAgainWithoutAsking()
    {
        await AskLocalAgainAsync(4, Sample.GetPayloadResponse);
        var calls = _host.Local.Calls.Count;

        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        Assert.Equal(WalkHost.Answer("7", Sample.GetPayloadResponse), await WalkHost.TextAsync(answer));
        Assert.Equal(calls, _host.Local.Calls.Count);
    }

    [Theory]
    [InlineData("[-0]")]
    [InlineData("[\"0x12\"]")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task UnreadableId_AskedAgain_IsWhateverLocalAnswersThen(string parameters)
    {
        await AskLocalAsync(parameters, Sample.GetPayloadResponse);
        var other = Sample.Response();
        other.Payload()["blockHash"] = Sample.Hash(9).ToString();

        var answer = await AskLocalAsync(parameters, other.ToJsonString());

        Assert.Equal(other.ToJsonString(), answer);
    }

    private async Task<string> AskLocalAsync(string parameters, string response)
    {
        var index = _host.Local.Calls.Count;
        var request = $$"""{"jsonrpc":"2.0","id":7,"method":"engine_getPayloadV4","params":{{parameters}}}""";
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(request), 4);
        (await _host.LocalCallAsync(index, UpstreamMethod.GetPayload)).Reply(response);
        return await WalkHost.TextAsync(answer);
    }

    private async Task AnswerBuilderAsync()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(0)).Reply(BuilderBlock);
        (await _host.LocalCallAsync(2, UpstreamMethod.Validate)).Reply(WalkHost.Status("VALID"));
        Assert.Equal(WalkHost.Answer("7", BuilderBlock), await WalkHost.TextAsync(answer));
    }

    private async Task AnswerLocalAsync()
    {
        await _host.StartBuildAsync();
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await _host.BuilderCallAsync(0)).Reply(LocalError);
        (await _host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);
        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
    }

    private async Task<string> AskLocalAgainAsync(int version, string response)
    {
        var index = _host.Local.Calls.Count;
        var answer = _host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request(version: version)), version);
        (await _host.LocalCallAsync(index, UpstreamMethod.GetPayload)).Reply(response);
        return await WalkHost.TextAsync(answer);
    }

    private void ForgetBytes() => _host.Time.Advance(TimeSpan.FromMinutes(3));
}
