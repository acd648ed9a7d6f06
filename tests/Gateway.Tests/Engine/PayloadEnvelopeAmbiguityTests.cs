using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

/// <summary>
/// What local is asked to validate and what op-node will read must be one block. JSON that says two things is read
/// differently by different parsers, so it is no envelope (design §1: validity).
/// </summary>
public sealed class PayloadEnvelopeAmbiguityTests
{
    private static readonly string Result = Sample.Response()["result"]!.ToJsonString();

    public static TheoryData<string> PayloadFieldNames => [.. Sample.Response().Payload().Select(member => member.Key)];

    [Fact]
    public void TryRead_ResultTwice_IsNoEnvelope()
    {
        Assert.Null(Read($$"""{"result":{{Result}},"result":{{Result}}}"""));
        Assert.Null(Read($$"""{"result":{{Result}},"result":{"executionPayload":{} } }"""));
        Assert.Null(Read($$"""{"result":{{Result}},"result":{"other":1} }"""));
        Assert.Null(Read($$"""{"result":{{Result}},"result":null}"""));
        Assert.Null(Read($$"""{"result":"0x","result":{{Result}}}"""));
    }

    [Fact]
    public void TryRead_ExecutionPayloadTwice_IsNoEnvelope()
    {
        var payload = Sample.Response().Payload().ToJsonString();

        Assert.Null(Read($$$"""{"result":{"executionPayload":{{{payload}}},"executionPayload":{{{payload}}}}}"""));
        Assert.Null(Read($$$"""{"result":{"executionPayload":{{{payload}}},"executionPayload":null}}"""));
        Assert.Null(Read($$$"""{"result":{"executionPayload":{},"executionPayload":{{{payload}}}}}"""));
    }

    [Theory]
    [InlineData("ExecutionPayload")]
    [InlineData("executionpayload")]
    [InlineData("execution\\u0050ayload")]
    public void TryRead_ExecutionPayloadInASecondSpelling_IsNoEnvelope(string spelling)
    {
        var payload = Sample.Response().Payload().ToJsonString();

        Assert.Null(Read($$$"""{"result":{"executionPayload":{{{payload}}},"{{{spelling}}}":{{{payload}}}}}"""));
    }

    [Theory]
    [MemberData(nameof(PayloadFieldNames))]
    public void TryRead_PayloadFieldTwice_IsNoEnvelope(string field)
    {
        var payload = Sample.Response().Payload();
        var twice = payload.ToJsonString()[..^1] + $",\"{field}\":{payload[field]!.ToJsonString()}}}";

        Assert.Null(Read($$$"""{"result":{"executionPayload":{{{twice}}}}}"""));
    }

    private static PayloadEnvelope? Read(string body) => PayloadEnvelope.TryRead(Segmented.Whole(body));
}
