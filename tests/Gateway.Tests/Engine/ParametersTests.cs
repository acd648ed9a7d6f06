using System.Text;
using System.Text.Json.Nodes;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class ParametersTests
{
    private static readonly byte[] Forkchoice = Params("op.engine_forkchoiceUpdatedV3.sequencing");
    private static readonly byte[] NewPayload = Params("op.engine_newPayloadV4.valid");

    [Fact]
    public void Forkchoice_Recorded_IsLocated()
    {
        Assert.True(ForkchoiceUpdatedParams.TryRead(Segmented.Of(Forkchoice), out var read));

        Assert.Equal(Sample.Parent, read.HeadBlockHash);
        Assert.Equal(Sample.StateJson().ToJsonString(), read.StateSlice.Text());
        Assert.Equal(Sample.AttributesJson().ToJsonString(), read.AttributesSlice.Text());
        Assert.True(read.HasAttributes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",null")]
    [InlineData(", null , 1")]
    public void Forkchoice_NoAttributes_HasNone(string rest)
    {
        var text = $"[{Sample.StateJson().ToJsonString()}{rest}]";

        Assert.True(ForkchoiceUpdatedParams.TryRead(Segmented.Whole(text), out var read));

        Assert.False(read.HasAttributes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("[{}]")]
    [InlineData("""[{"headBlockHash":null}]""")]
    [InlineData("""[{"headBlockHash":"0x12"}]""")]
    [InlineData("""[{"headBlockHash":7},{}]""")]
    [InlineData("""[{"HeadBlockHash":"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d"}]""")]
    [InlineData("""[{"x":{"headBlockHash":"0xa24df50a7f1a454304c00a6408ee1fbab37b2289d24a8459e1272bbf4b31c41d"}}]""")]
    public void Forkchoice_OfAnotherShape_IsNotRead(string text)
    {
        Assert.False(ForkchoiceUpdatedParams.TryRead(Segmented.Whole(text), out _));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("true")]
    public void Forkchoice_AttributesOfAnotherType_IsNotRead(string attributes)
    {
        var text = $"[{Sample.StateJson().ToJsonString()},{attributes}]";

        Assert.False(ForkchoiceUpdatedParams.TryRead(Segmented.Whole(text), out _));
    }

    [Fact]
    public void Forkchoice_SplitAnywhere_GivesTheSame()
    {
        foreach (var split in Segmented.Every(Forkchoice))
        {
            Assert.True(ForkchoiceUpdatedParams.TryRead(split, out var read));
            Assert.Equal(Sample.Parent, read.HeadBlockHash);
            Assert.Equal(Sample.StateJson().ToJsonString(), read.StateSlice.Text());
            Assert.Equal(
                EnvelopeText.Of(Sample.Attributes()), EnvelopeText.Of(PayloadAttributes.Read(read.AttributesSlice)));
        }
    }

    [Fact]
    public void Parameters_DeeperThanAReadersDefault_AreStillRead()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 500)) + new string(']', 500);
        var attributes = $$"""{"x":{{deep}},"timestamp":"0x7"}""";
        var forkchoice = Segmented.Whole($"[{Sample.StateJson().ToJsonString()},{attributes}]");

        Assert.True(ForkchoiceUpdatedParams.TryRead(forkchoice, out var read));
        Assert.Equal(7ul, PayloadAttributes.Read(read.AttributesSlice).Timestamp);
        Assert.False(NewPayloadParams.TryRead(Segmented.Whole($"[{attributes}]"), out _));
    }

    [Fact]
    public void NewPayload_Recorded_IsRead()
    {
        Assert.True(NewPayloadParams.TryRead(Segmented.Of(NewPayload), out var read));

        var payload = JsonNode.Parse(NewPayload)![0]!;
        Assert.Equal(Sample.Hash((string)payload["blockHash"]!), read.BlockHash);
        Assert.Equal(Sample.Hash((string)payload["parentHash"]!), read.ParentHash);
        Assert.Equal((string?)payload["blockNumber"], $"0x{read.BlockNumber:x}");
    }

    [Fact]
    public void NewPayload_SplitAnywhere_GivesTheSame()
    {
        Assert.True(NewPayloadParams.TryRead(Segmented.Of(NewPayload), out var expected));

        foreach (var split in Segmented.Every(NewPayload))
        {
            Assert.True(NewPayloadParams.TryRead(split, out var read));
            Assert.Equal(expected, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("[{}]")]
    [InlineData("[\"0x\"]")]
    [InlineData("""[{"blockNumber":"0x1"}]""")]
    public void NewPayload_OfAnotherShape_IsNotRead(string text)
    {
        Assert.False(NewPayloadParams.TryRead(Segmented.Whole(text), out _));
    }

    [Theory]
    [InlineData("blockHash")]
    [InlineData("parentHash")]
    [InlineData("blockNumber")]
    public void NewPayload_NeededFieldMissingOrWrong_IsNotRead(string field)
    {
        var wrong = JsonNode.Parse(NewPayload)!.AsArray();
        wrong[0]![field] = 5;
        var missing = JsonNode.Parse(NewPayload)!.AsArray();
        missing[0]!.AsObject().Remove(field);

        Assert.False(NewPayloadParams.TryRead(Sample.Sequence(wrong), out _));
        Assert.False(NewPayloadParams.TryRead(Sample.Sequence(missing), out _));
    }

    private static byte[] Params(string fixture)
    {
        var read = ReadText.Read(Segmented.Of(EngineFixture.Load(fixture).Request));
        return Encoding.UTF8.GetBytes(read.Calls[0].Params.Text());
    }
}
