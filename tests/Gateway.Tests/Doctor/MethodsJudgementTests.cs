using Sidecar.Gateway.Doctor.Pair;
using Sidecar.Gateway.Doctor.Upstreams;

namespace Sidecar.Gateway.Tests.Doctor;

public sealed class MethodsJudgementTests
{
    private static readonly string[] V5 =
        ["forkchoiceUpdatedV3", "newPayloadV4", "newPayloadV3", "getPayloadV3", "getPayloadV4", "getPayloadV5"];

    [Theory]
    [InlineData("{}", 2, 2)]
    [InlineData("""{"parentBeaconBlockRoot":null}""", 2, 2)]
    [InlineData("""{"parentBeaconBlockRoot":"0x0"}""", 3, 3)]
    [InlineData("""{"parentBeaconBlockRoot":"0x0","requestsHash":null}""", 3, 3)]
    [InlineData("""{"parentBeaconBlockRoot":"0x0","requestsHash":"0x0"}""", 4, 4)]
    [InlineData("""{"parentBeaconBlockRoot":"0x0","requestsHash":"0x0","extraData":7}""", 4, 4)]
    public void Fork_OfAHeader_TellsTheVersions(string block, int newPayload, int getPayload)
    {
        var fork = Sample.Fork(block);

        Assert.Equal((newPayload, getPayload), (fork.NewPayload, fork.GetPayload));
    }

    [Theory]
    [InlineData("0x00000000fa00000006", "Isthmus")]
    [InlineData("0x01000000fa000000060000000000000064", "Jovian")]
    [InlineData("0x02000000fa000000060000000000000064", "Isthmus")]
    public void Fork_OfAHeaderWithExtraData_TellsJovianByItsForm(string extraData, string name) => Assert.Equal(
        name,
        Sample.Fork($$"""{"parentBeaconBlockRoot":"0x0","requestsHash":"0x0","extraData":"{{extraData}}"}""").Name);

    [Theory]
    [InlineData("""["engine_a","engine_b",3]""", 2)]
    [InlineData("[]", null)]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    public void Capabilities_OfAnAnswer_AreItsNames(string json, int? count) =>
        Assert.Equal(count, MethodsJudgement.Read(Sample.Result(json))?.Count);

    [Fact]
    public void Methods_OfAnotherPort_AreNotTheEngineApi()
    {
        Assert.Equal("methods.not-the-engine-api", Judge(null, Sample.Error(-32601, "no"), Sample.Isthmus));
        Assert.Equal("methods.untold", Judge(null, Sample.Error(-32000, "no"), Sample.Isthmus));
        Assert.Equal("methods.untold", Judge(null, Sample.Result("[]"), Sample.Isthmus));
    }

    [Fact]
    public void Methods_ForTheForkOfTheHead_AreNeeded()
    {
        string[] ecotone = ["forkchoiceUpdatedV3", "newPayloadV3", "getPayloadV3"];

        Assert.Equal("methods.ok", Judge(V5, Sample.Isthmus));
        Assert.Equal("methods.before-karst", Judge([.. V5[..^1]], Sample.Isthmus));
        Assert.Equal("methods.ok", Judge([.. V5.Except(["getPayloadV4"])], Sample.Isthmus));
        Assert.Equal("methods.missing", Judge([.. V5[..^2]], Sample.Isthmus));
        Assert.Equal("methods.missing", Judge([.. V5.Except(["newPayloadV4"])], Sample.Isthmus));
        Assert.Equal("methods.missing", Judge([.. V5.Except(["forkchoiceUpdatedV3"])], Sample.Isthmus));
        Assert.Equal("methods.ok", Judge(ecotone, Sample.Ecotone));
        Assert.Equal("methods.missing", Judge(ecotone, Sample.Canyon));
        Assert.Equal("methods.ok", Judge(["forkchoiceUpdatedV3", "newPayloadV2", "getPayloadV2"], Sample.Canyon));
        Assert.Equal("methods.ok", Judge(["something"], fork: null));
    }

    [Theory]
    [InlineData("newPayloadV4", "builder-methods.lacks", "builder-methods.lacks")]
    [InlineData("forkchoiceUpdatedV3", "builder-methods.lacks", "builder-methods.lacks")]
    [InlineData("getPayloadV5", "builder-methods.will-lack", "builder-methods.lacks")]
    [InlineData("getPayloadV4", "builder-methods.lacks", "builder-methods.ok")]
    [InlineData("getPayloadV3", "builder-methods.ok", "builder-methods.ok")]
    [InlineData("newPayloadV3", "builder-methods.ok", "builder-methods.ok")]
    public void Builder_LackingAMethodOfLocal_IsJudgedByWhatIsInForce(string method, string before, string since)
    {
        var local = Sample.Methods(V5);
        var builder = Sample.Methods([.. V5.Except([method])]);

        Assert.Equal(before, BuilderMethodsJudgement.Judge(local, builder, Sample.Head()).Kind.Id);
        Assert.Equal(
            since,
            BuilderMethodsJudgement.Judge(local, builder, Sample.Head(timestamp: ForkInForce.KarstTimestamp)).Kind.Id);
    }

    [Theory]
    [InlineData("newPayloadV5", "builder-methods.will-lack")]
    [InlineData("getPayloadV6", "builder-methods.will-lack")]
    [InlineData("getBlobsV2", "builder-methods.ok")]
    [InlineData("newPayload", "builder-methods.ok")]
    [InlineData("newPayloadVx", "builder-methods.ok")]
    public void Builder_LackingWhatNoForkUsesYet_IsNoError(string method, string id) => Assert.Equal(
        id,
        BuilderMethodsJudgement.Judge(Sample.Methods([.. V5, method]), Sample.Methods(V5), Sample.Head()).Kind.Id);

    [Fact]
    public void Builder_WithMoreThanLocal_IsFine() => Assert.Equal(
        "builder-methods.ok",
        BuilderMethodsJudgement.Judge(Sample.Methods(V5[..^1]), Sample.Methods(V5), Sample.Head()).Kind.Id);

    private static string Judge(string[] methods, ForkInForce? fork) =>
        Judge(Sample.Methods(methods), Sample.Result("[]"), fork);

    private static string Judge(IReadOnlySet<string>? methods, ProbeReply reply, ForkInForce? fork) =>
        MethodsJudgement.Judge(Sample.Builder, methods, reply, fork is null ? null : Sample.Head(fork: fork)).Kind.Id;
}
