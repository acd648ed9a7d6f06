using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;
using Sidecar.TestKit;

namespace Sidecar.EndToEnd.Tests.Fallback;

/// <summary>Answers of the builder that are no payload: a local block each time, the builder's the next time.</summary>
[Trait("Category", "E2E")]
[Trait("Scenario", "19")]
public sealed class BrokenAnswerTests(BrokenAnswerTests.Fixture fixture) : IClassFixture<BrokenAnswerTests.Fixture>
{
    private static readonly Dictionary<string, (Fault Fault, string Reason)> Broken = new()
    {
        ["http 500"] = (Fault.HttpStatus(500), "builder_error"),
        ["http 401"] = (Fault.HttpStatus(401), "builder_error"),
        ["http 307"] = (Fault.HttpStatus(307), "builder_error"),
        ["http 204"] = (Fault.HttpStatus(204), "builder_error"),
        ["unknown payload"] = (Fault.RpcError(-38001, "Unknown payload"), "builder_error"),
        ["internal error"] = (Fault.RpcError(-32603, "Internal error"), "builder_error"),
        ["closed unread"] = (Fault.AbortOnArrival(), "builder_unreachable"),
        ["closed unanswered"] = (Fault.AbortBeforeAnswer(), "builder_unreachable"),
        ["closed in the body"] = (Fault.AbortMidBody(50), "builder_unreachable"),
        ["half a body"] = (Fault.TruncatedBody(100), "builder_malformed"),
        ["no body"] = (Fault.TruncatedBody(0), "builder_malformed"),
        ["null"] = (Fault.ResultOf(null), "builder_malformed"),
        ["a string"] = (Fault.ResultOf("0x"), "builder_malformed"),
        ["an empty object"] = (Fault.MutateResult(result => new JsonObject()), "builder_malformed"),
        ["no payload in it"] = (Fault.MutateResult(WithoutPayload), "builder_malformed"),
        ["a page"] = (Fault.RawAnswer(200, "text/html", "<html>502</html>"u8.ToArray()), "builder_malformed"),
        ["unasked gzip"] = (Fault.GzipBody(), "builder_malformed"),
        ["over the limit"] = (Fault.OversizedBody(3L << 20), "builder_too_large"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task GetPayload_BrokenAnswerThenGoodOne_LocalBlockThenTheBuilders(string name)
    {
        var rig = fixture.Rig;
        await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.Zero);
        var (fault, reason) = Broken[name];

        using var rule = rig.Builder.Faults.On("engine_getPayload", fault);
        var broken = await rig.MakeBlockAsync();
        rule.Clear();
        var good = await rig.MakeBlockAsync();

        Assert.Equal($"local:{reason}", broken.Source);
        Assert.Equal(MadeBlock.Builder, good.Source);
        Assert.Equal(good.Block.Hash, rig.Local.Head.Hash);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task StartBuild_BrokenAnswer_OpNodeSeesLocalsAndGetsABlock(string name)
    {
        var rig = fixture.Rig;
        await rig.MakeUntilBuilderIsUsedAsync(TimeSpan.Zero);

        using var rule = rig.Builder.Faults.On(
            "engine_forkchoiceUpdated", Broken[name].Fault, when: WireCalls.HasAttributes);
        var broken = await rig.MakeBlockAsync();
        rule.Clear();
        var later = await rig.MakeUntilBuilderIsUsedAsync();

        Assert.StartsWith("local:builder_", broken.Source, StringComparison.Ordinal);
        Assert.Contains(broken.Block.PayloadId!, rig.Local.PayloadIds);
        Assert.Equal(later[^1].Block.Hash, rig.Local.Head.Hash);
    }

    private static JsonNode WithoutPayload(JsonNode result)
    {
        result.AsObject().Remove("executionPayload");
        result.AsObject().Remove("payloadId");
        return result;
    }

    public sealed class Fixture : RigFixture
    {
        protected override string[] Flags => ["--body-bytes-max", "2MiB"];
    }
}
