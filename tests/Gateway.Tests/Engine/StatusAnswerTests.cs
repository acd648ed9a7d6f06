using System.Text;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class StatusAnswerTests
{
    public static TheoryData<string> Responses => [.. EngineFixture.All.Select(f => f.ResponseText)];

    [Theory]
    [InlineData("engine_newPayloadV4.valid", PayloadStatus.Valid, false)]
    [InlineData("engine_newPayloadV4.wrongBlockHash", PayloadStatus.Invalid, false)]
    [InlineData("engine_newPayloadV4.unknownParent", PayloadStatus.Accepted, false)]
    [InlineData("engine_newPayloadV4.beforePrague", PayloadStatus.Unknown, true)]
    [InlineData("engine_forkchoiceUpdatedV3.noAttributes", PayloadStatus.Valid, false)]
    [InlineData("engine_forkchoiceUpdatedV3.unknownHead", PayloadStatus.Syncing, false)]
    [InlineData("op.error.badAttributes.badTx", PayloadStatus.Unknown, true)]
    public void Read_RecordedAnswer_GivesItsStatus(string fixture, PayloadStatus status, bool isError)
    {
        var answer = StatusAnswer.Read(Segmented.Of(EngineFixture.Load(fixture).Response));

        Assert.Equal(new StatusAnswer(status, null, isError), answer);
    }

    [Fact]
    public void Read_RecordedAnswerWithPayloadId_GivesIt()
    {
        var answer = StatusAnswer.Read(
            Segmented.Of(EngineFixture.Load("op.engine_forkchoiceUpdatedV3.sequencing").Response));

        Assert.Equal(new StatusAnswer(PayloadStatus.Valid, new PayloadId(0x03d6dd573eea9133), false), answer);
    }

    [Theory]
    [InlineData("VALID", PayloadStatus.Valid)]
    [InlineData("INVALID", PayloadStatus.Invalid)]
    [InlineData("SYNCING", PayloadStatus.Syncing)]
    [InlineData("ACCEPTED", PayloadStatus.Accepted)]
    [InlineData("INVALID_BLOCK_HASH", PayloadStatus.Invalid)]
    [InlineData("INVALID_TERMINAL_BLOCK", PayloadStatus.Invalid)]
    [InlineData("V\\u0041LID", PayloadStatus.Unknown)]
    [InlineData("valid", PayloadStatus.Unknown)]
    [InlineData("VALID ", PayloadStatus.Unknown)]
    [InlineData("", PayloadStatus.Unknown)]
    [InlineData("NEWER", PayloadStatus.Unknown)]
    public void Read_StatusWord_IsKnownOrUnknown(string word, PayloadStatus status)
    {
        var newPayload = StatusAnswer.Read(Segmented.Whole($$$"""{"result":{"status":"{{{word}}}"}}"""));
        var forkchoice = StatusAnswer.Read(
            Segmented.Whole($$$$"""{"result":{"payloadStatus":{"status":"{{{{word}}}}"},"payloadId":null}}"""));

        Assert.Equal(status, newPayload.Status);
        Assert.Equal(status, forkchoice.Status);
        Assert.Null(forkchoice.PayloadId);
    }

    [Theory]
    [InlineData("""{"result":{"status":null}}""")]
    [InlineData("""{"result":{"status":["VALID"]}}""")]
    [InlineData("""{"result":{"status":{"x":"VALID"}}}""")]
    [InlineData("""{"result":{"status":1}}""")]
    [InlineData("""{"result":{"payloadStatus":null}}""")]
    [InlineData("""{"result":{"payloadStatus":"VALID"}}""")]
    [InlineData("""{"result":{"payloadStatus":["VALID"]}}""")]
    [InlineData("""{"result":{"validationError":"VALID"}}""")]
    [InlineData("""{"result":"VALID"}""")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":true}""")]
    [InlineData("""{"status":"VALID"}""")]
    [InlineData("")]
    public void Read_NoStatusWhereItShouldBe_IsUnknown(string body)
    {
        var answer = StatusAnswer.Read(Segmented.Whole(body));

        Assert.Equal(default, answer);
    }

    [Theory]
    [InlineData("\"0x01\"")]
    [InlineData("\"0x00000000000000011\"")]
    [InlineData("\"0x000000000000000g\"")]
    [InlineData("\"\\u0030x0000000000000001\"")]
    [InlineData("1")]
    [InlineData("[\"0x0000000000000001\"]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Read_PayloadIdOfAnotherShape_IsNone(string id)
    {
        var answer = StatusAnswer.Read(
            Segmented.Whole($$$"""{"result":{"payloadId":{{{id}}},"payloadStatus":{"status":"VALID"} } }"""));

        Assert.Equal(new StatusAnswer(PayloadStatus.Valid, null, false), answer);
    }

    [Fact]
    public void Read_ErrorBesideAResult_IsAnError()
    {
        var answer = StatusAnswer.Read(Segmented.Whole("""{"result":{"status":"VALID"},"error":{"code":-1}}"""));

        Assert.Equal(new StatusAnswer(PayloadStatus.Unknown, null, true), answer);
    }

    [Theory]
    [InlineData("""{"error":{"code":-1},"error":null,"result":{"status":"VALID"}}""")]
    [InlineData("""{"result":{"status":"INVALID"},"result":{"status":"VALID"}}""")]
    [InlineData("""{"result":{"status":"INVALID","status":"VALID"}}""")]
    public void Read_SaidTwice_IsNotValid(string body)
    {
        var answer = StatusAnswer.Read(Segmented.Whole(body));

        Assert.NotEqual(PayloadStatus.Valid, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void Read_BodySplitOrCutAnywhere_GivesTheSameOrNothing(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = StatusAnswer.Read(Segmented.Of(bytes));

        Assert.All(Segmented.Every(bytes), split => Assert.Equal(expected, StatusAnswer.Read(split)));
        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length => Assert.Equal(default, StatusAnswer.Read(Segmented.Of(bytes.AsMemory(0, length)))));
    }
}
