using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>A builder may answer with anything at all: every reader gives a value for it and none throws.</summary>
public sealed class HostileJsonTests
{
    public static TheoryData<string> Bodies =>
    [
        """{"\ud800":1}""",
        """{"\ud800\ud800\ud800":1}""",
        """{"result":{"executionPayload":{"\ud800\ud800\ud800":1}}}""",
        """{"result":{"\ud800\ud800\ud800":{}}}""",
        """{"\ud800":1,"result":{"status":"VALID"} }""",
        """{"result":{"\ud800":1}}""",
        """{"result":{"status":"\ud800"}}""",
        """{"result":{"payloadStatus":{"status":"VALID","\ud800":1} }}""",
        """{"result":{"payloadId":"\ud800"}}""",
        """{"result":{"executionPayload":{"\ud800":1} }}""",
        """{"result":{"executionPayload":{"blockHash":"\ud800"} }}""",
        """{"result":{"executionPayload":{"transactions":["\ud800"]} }}""",
        """{"result":{"status":{"status":"VALID"}}}""",
        """{"result":{"payloadStatus":[[{"status":"VALID"}]]}}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Response_OddButWellFormed_IsReadWithoutAnException(string body)
    {
        foreach (var split in Segmented.Every(Encoding.UTF8.GetBytes(body)))
        {
            _ = RpcResponse.TryRead(split, out _);
            _ = StatusAnswer.Read(split);
            Assert.Null(PayloadEnvelope.TryRead(split));
        }
    }

    [Fact]
    public void Status_NestedInItself_IsReadFromTheOuterLevelsOnly()
    {
        const int Levels = 1990;
        var body = """{"result":""" + string.Concat(Enumerable.Repeat("{\"payloadStatus\":", Levels))
            + """{"status":"VALID"}""" + new string('}', Levels + 1);

        Assert.Equal(PayloadStatus.Unknown, StatusAnswer.Read(Segmented.Whole(body)).Status);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Parameters_OddButWellFormed_AreReadWithoutAnException(string odd)
    {
        var parameters = Segmented.Whole($"[{odd},{odd}]");
        var second = Segmented.Whole($$"""[{"headBlockHash":"{{Sample.Parent}}"},{{odd}}]""");

        Assert.False(NewPayloadParams.TryRead(parameters, out _));
        Assert.False(ForkchoiceUpdatedParams.TryRead(parameters, out _));
        Assert.True(ForkchoiceUpdatedParams.TryRead(second, out var read));
        Assert.Null(PayloadAttributes.Read(read.AttributesSlice).Timestamp);
    }

    [Fact]
    public void Response_RandomJson_NeverThrows()
    {
        var members = Gen.Elements("result", "error", "status", "payloadStatus", "payloadId", "executionPayload", "id");
        var cases = members.Zip(RandomJson.Values(3)).Zip(members.Zip(RandomJson.Values(3)));

        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var ((name, value), (innerName, innerValue)) = drawn;
            var body = Segmented.Whole(
                $$$"""{"{{{name}}}":{{{value}}},"result":{"{{{innerName}}}":{{{innerValue}}}}}""");

            _ = RpcResponse.TryRead(body, out _);
            _ = StatusAnswer.Read(body);
            return PayloadEnvelope.TryRead(body) is null;
        }));
    }

    [Fact]
    public void Response_RandomBytes_NeverThrows()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var body = Segmented.Bytewise(bytes);
            return !RpcResponse.TryRead(body, out _) && StatusAnswer.Read(body) == default
                && PayloadEnvelope.TryRead(body) is null;
        }));
    }
}
