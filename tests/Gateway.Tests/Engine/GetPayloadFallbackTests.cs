using System.Text.Json.Nodes;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>Every reason for a local block.</summary>
public sealed class GetPayloadFallbackTests
{
    private const string LocalError =
        """{"jsonrpc":"2.0","id":7,"error":{"code":-38001,"message":"Unknown payload"}}""";

    private static readonly string WithoutRoot =
        WalkHost.BuilderResponse(change: json => json["result"]!.AsObject().Remove("parentBeaconBlockRoot"));

    [Theory]
    [InlineData(FallbackReason.NoTxPool)]
    [InlineData(FallbackReason.BuilderSyncing)]
    [InlineData(FallbackReason.BuilderUnhealthy)]
    [InlineData(FallbackReason.BuilderUnreachable)]
    [InlineData(FallbackReason.BuilderNoPayloadId)]
    [InlineData(FallbackReason.BuilderError)]
    public async Task Handle_BuilderDidNotStart_AnswersLocalForThatReason(FallbackReason reason)
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync(acknowledge: false);
        host.Relay.Acknowledgement.SetResult(BuilderBuild.Failed(reason));

        await AnswersLocalAsync(host, build, reason);

        Assert.Empty(host.Builder.Calls);
    }

    public static TheoryData<string, string, FallbackReason> BuilderAnswers => new()
    {
        { "garbage", "garbage", FallbackReason.BuilderMalformed },
        { "half a surrogate pair", """{"\ud800":1}""", FallbackReason.BuilderMalformed },
        { "null", """{"result":null}""", FallbackReason.BuilderMalformed },
        { "an error", LocalError, FallbackReason.BuilderError },
        { "another parent", Builder("parentHash", Sample.Hash(9).ToString()), FallbackReason.AttributesMismatch },
        { "another time", Builder("timestamp", "0x1"), FallbackReason.AttributesMismatch },
        { "no forced transactions", Builder("transactions", new JsonArray()), FallbackReason.AttributesMismatch },
        { "a field missing", Builder("gasUsed", null), FallbackReason.BuilderMalformed },
    };

    [Theory]
    [MemberData(nameof(BuilderAnswers))]
    public async Task Handle_BuildersAnswerCannotBeUsed_AnswersLocalForThatReason(
        string what, string answer, FallbackReason reason)
    {
        Assert.NotEmpty(what);
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => answer;

        await AnswersLocalAsync(host, build, reason);

        Assert.Equal(2, host.Local.Calls.Count);
    }

    [Theory]
    [InlineData(UpstreamFailure.TimedOut, FallbackReason.BuilderTimeout)]
    [InlineData(UpstreamFailure.Unreachable, FallbackReason.BuilderUnreachable)]
    [InlineData(UpstreamFailure.TooLarge, FallbackReason.BuilderTooLarge)]
    public async Task Handle_BuilderGivesNoAnswer_AnswersLocalForThatReason(object failure, FallbackReason reason)
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();

        await AnswersLocalAsync(host, build, reason, async () => (await host.Builder.CallAsync(0)).Fail((UpstreamFailure)failure));
    }

    [Fact]
    public async Task Handle_BuilderAnswersAnHttpError_AnswersLocal()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();

        await AnswersLocalAsync(
            host, build, FallbackReason.BuilderError,
            async () => (await host.Builder.CallAsync(0)).ReplyHttp(503, WalkHost.BuilderResponse()));
    }

    [Theory]
    [InlineData("INVALID", FallbackReason.NotValid)]
    [InlineData("SYNCING", FallbackReason.NotValid)]
    [InlineData("ACCEPTED", FallbackReason.NotValid)]
    [InlineData("ODD", FallbackReason.NotValid)]
    public async Task Handle_LocalDoesNotSayValid_AnswersLocal(string status, FallbackReason reason)
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WalkHost.BuilderResponse();
        host.Local.Respond = Validating(WalkHost.Status(status));

        await AnswersLocalAsync(host, build, reason);
    }

    [Fact]
    public async Task Handle_LocalAnswersTheValidationWithAnError_AnswersLocal()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WalkHost.BuilderResponse();
        host.Local.Respond = Validating(LocalError);

        await AnswersLocalAsync(host, build, FallbackReason.ValidationFailed);
    }

    [Fact]
    public async Task Handle_ValidationHangs_AnswersLocalWhenTheShareIsUsedUp()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WalkHost.BuilderResponse();

        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        await host.LocalCallAsync(2, UpstreamMethod.Validate);
        (await host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);
        host.Time.Advance(WalkHost.Share);

        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
        Assert.Equal(FallbackReason.ValidationFailed, build.Decision!.Reason);
    }

    [Fact]
    public async Task Handle_NoBuilder_AnswersLocal()
    {
        using var host = new WalkHost(hasBuilder: false);
        var build = await host.StartBuildAsync();

        await AnswersLocalAsync(host, build, FallbackReason.NoBuilder);
    }

    [Fact]
    public async Task Handle_ModeDisabledSinceTheBuildStarted_AnswersLocalWithoutTheBuilder()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Mode.Set(ExecutionMode.Disabled, "test", "test");

        await AnswersLocalAsync(host, build, FallbackReason.ModeDisabled);

        Assert.Empty(host.Builder.Calls);
    }

    [Fact]
    public async Task Handle_DryRun_ValidatesTheBuildersBlockAndAnswersLocal()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Mode.Set(ExecutionMode.DryRun, "test", "test");
        host.Builder.Respond = _ => WalkHost.BuilderResponse();
        host.Local.Respond = Validating(WalkHost.Status("VALID"));

        await AnswersLocalAsync(host, build, FallbackReason.DryRun);

        Assert.Contains(host.Local.Calls, call => call.Request.Method == UpstreamMethod.Validate);
    }

    [Fact]
    public async Task Handle_VersionWithoutAPair_AnswersLocalAndStillFetchesTheBuildersPayload()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request(version: 6)), 6);

        (await host.Local.CallAsync(1)).Reply(Sample.GetPayloadResponse);

        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
        Assert.Equal(FallbackReason.UnknownVersion, build.Decision!.Reason);
        Assert.Contains("engine_getPayloadV6", (await host.BuilderCallAsync(0)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_BlockThatWasAnsweredForAnotherBuild_AnswersLocal()
    {
        using var host = new WalkHost();
        var other = new Build(new BuildDigest(1, 1), Sample.Parent, Sample.Attributes());
        host.Store.Open(other.Digest, () => other);
        host.Store.Decide(
            other, new Decision(PayloadSource.Builder, FallbackReason.None, Sample.Hash(1), 1, 1, 1, 4));
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WalkHost.BuilderResponse();

        await AnswersLocalAsync(host, build, FallbackReason.DuplicateBlock);
    }

    [Theory]
    [InlineData("0xf6b8", false)]
    [InlineData("0x5209", true)]
    public async Task Handle_GasUsedPolicy_ComparesBothBlocks(string builderGas, bool isLocal)
    {
        using var host = new WalkHost(new GasUsedPolicy(0.5));
        var build = await host.StartBuildAsync();
        var response = Builder("gasUsed", builderGas);
        host.Builder.Respond = _ => response;
        host.Local.Respond = Validating(WalkHost.Status("VALID"));
        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);

        (await host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(Sample.GetPayloadResponse);

        Assert.Equal(
            isLocal ? Sample.GetPayloadResponse : WalkHost.Answer("7", response), await WalkHost.TextAsync(answer));
        Assert.Equal(isLocal ? FallbackReason.Policy : FallbackReason.None, build.Decision!.Reason);
    }

    [Fact]
    public async Task Handle_EnvelopeWithoutTheRootThatLocalSends_AnswersLocal()
    {
        using var host = new WalkHost();
        var build = await host.StartBuildAsync();
        host.Builder.Respond = _ => WithoutRoot;
        host.Local.Respond = Validating(WalkHost.Status("VALID"));

        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(WalkHost.BuilderResponse(block: 2));

        await WalkHost.TextAsync(answer);
        Assert.Equal(FallbackReason.AttributesMismatch, build.Decision!.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handle_EnvelopeWithoutTheRootThatLocalLacksToo_AnswersTheBuilder(bool localFails)
    {
        using var host = new WalkHost();
        await host.StartBuildAsync();
        host.Builder.Respond = _ => WithoutRoot;
        host.Local.Respond = Validating(WalkHost.Status("VALID"));

        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        (await host.Local.CallAsync(1)).Reply(localFails ? LocalError : Sample.GetPayloadResponse);

        Assert.Equal(WalkHost.Answer("7", WithoutRoot), await WalkHost.TextAsync(answer));
    }

    private static string Builder(string field, JsonNode? value) =>
        WalkHost.BuilderResponse(change: json => json.Payload()[field] = value);

    private static Func<ScriptedCall, string?> Validating(string answer) =>
        call => call.Request.Method == UpstreamMethod.Validate ? answer : null;

    private static async Task AnswersLocalAsync(
        WalkHost host, Build build, FallbackReason reason, Func<Task>? answerBuilder = null)
    {
        var answer = host.GetPayload.HandleAsync(WalkHost.Call(WalkHost.Request()), 4);
        await (answerBuilder?.Invoke() ?? Task.CompletedTask);
        (await host.LocalCallAsync(1, UpstreamMethod.GetPayload)).Reply(Sample.GetPayloadResponse);

        Assert.Equal(Sample.GetPayloadResponse, await WalkHost.TextAsync(answer));
        Assert.Equal((PayloadSource.Local, reason), (build.Decision!.Source, build.Decision.Reason));
    }
}
