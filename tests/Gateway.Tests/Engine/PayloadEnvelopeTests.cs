using System.Text;
using System.Text.Json.Nodes;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.Fixtures;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class PayloadEnvelopeTests
{
    private const string Root = "0x82a75bdeeae8604d839476ae9efd8b0e15aa447e21bfd7f41283bb54e22c9a82";

    public static TheoryData<string> Responses => [.. EngineFixture.All.Select(f => f.ResponseText)];

    public static TheoryData<string> NeededFields =>
    [
        "blockHash", "parentHash", "prevRandao", "blockNumber", "timestamp", "gasLimit", "gasUsed", "feeRecipient",
        "transactions",
    ];

    [Fact]
    public void TryRead_RecordedPayload_LocatesItsParts()
    {
        var envelope = PayloadEnvelope.TryRead(Segmented.Whole(Sample.GetPayloadResponse))!;

        var fields = envelope.Fields;
        Assert.Equal(
            Sample.Response()["result"]!.ToJsonString(), JsonNode.Parse(envelope.Result.Text())!.ToJsonString());
        Assert.StartsWith("{\"blockNumber\":\"0x1\"", envelope.ExecutionPayload.Text(), StringComparison.Ordinal);
        Assert.Equal("[]", envelope.ExecutionRequests.Text());
        Assert.False(envelope.HasBlobs);
        Assert.Equal(Sample.Block, fields.BlockHash);
        Assert.Equal(Sample.Parent, fields.ParentHash);
        Assert.Equal((1ul, 0x77359402ul, 0x1c9c380ul, 0xf6b8ul),
            (fields.BlockNumber!.Value, fields.Timestamp!.Value, fields.GasLimit!.Value, fields.GasUsed!.Value));
        Assert.Equal("\"0x4200000000000000000000000000000000000011\"", fields.FeeRecipient.Text());
        Assert.Equal("[]", fields.Withdrawals.Text());
        Assert.Equal(3, fields.TransactionCount);
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void TryRead_BodySplitAnywhere_GivesTheSame(string response)
    {
        var bytes = Encoding.UTF8.GetBytes(response);
        var expected = EnvelopeText.Of(PayloadEnvelope.TryRead(Segmented.Whole(response)));

        foreach (var split in Segmented.Every(bytes))
        {
            Assert.Equal(expected, EnvelopeText.Of(PayloadEnvelope.TryRead(split)));
        }
    }

    [Fact]
    public void TryRead_BodyCutAnywhere_IsNoEnvelope()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample.GetPayloadResponse);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(PayloadEnvelope.TryRead(Segmented.Of(bytes.AsMemory(0, length))));
        }
    }

    [Fact]
    public void TryRead_AnyByteChangedToOneThatIsNoText_NeverThrows()
    {
        var bytes = Encoding.UTF8.GetBytes(Sample.GetPayloadResponse);

        for (var position = 0; position < bytes.Length; position++)
        {
            var changed = bytes.ToArray();
            changed[position] = 0xff;

            _ = PayloadEnvelope.TryRead(Segmented.Of(changed));
        }
    }

    [Fact]
    public void TryRead_MembersInAnyOrder_GivesTheSameFields()
    {
        var expected = EnvelopeText.Of(Sample.Envelope(Sample.Response())!.Fields);

        for (var seed = 0; seed < 50; seed++)
        {
            var envelope = Sample.Envelope(Sample.Shuffled(Sample.Response(), seed));

            Assert.Equal(expected, EnvelopeText.Of(envelope!.Fields));
        }
    }

    [Theory]
    [MemberData(nameof(NeededFields))]
    public void TryRead_NeededFieldMissingNullOrOfAnotherType_IsNoEnvelope(string field)
    {
        foreach (var wrong in Wrong(field))
        {
            var response = Sample.Response();
            response.Payload()[field] = wrong;

            Assert.Null(Sample.Envelope(response));
        }

        var without = Sample.Response();
        without.Payload().Remove(field);
        Assert.Null(Sample.Envelope(without));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":null}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":[]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"executionPayload":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"executionPayload":[]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{"code":-38001,"message":"Unknown payload"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("<html>")]
    public void TryRead_NoEnvelope_IsNull(string body)
    {
        Assert.Null(PayloadEnvelope.TryRead(Segmented.Whole(body)));
    }

    [Fact]
    public void TryRead_ResultBesideAnError_IsNull()
    {
        var response = Sample.Response();
        response["error"] = new JsonObject { ["code"] = -1 };

        Assert.Null(Sample.Envelope(response));
    }

    [Fact]
    public void TryRead_ResultBesideANullError_IsRead()
    {
        var response = Sample.Response();
        response["error"] = null;

        Assert.NotNull(Sample.Envelope(response));
    }

    [Fact]
    public void TryRead_SomethingAfterTheJson_IsNull()
    {
        Assert.Null(PayloadEnvelope.TryRead(Segmented.Whole(Sample.GetPayloadResponse + "x")));
        Assert.NotNull(PayloadEnvelope.TryRead(Segmented.Whole(Sample.GetPayloadResponse + " \n")));
    }

    [Theory]
    [InlineData(Root, true)]
    [InlineData("0x82", false)]
    public void TryRead_ParentBeaconBlockRoot_IsReadIfItIsOne(string root, bool isOne)
    {
        var response = Sample.Response();
        response["result"]!["parentBeaconBlockRoot"] = root;

        Assert.Equal(isOne, Sample.Envelope(response)!.ParentBeaconBlockRoot == Sample.Hash(Root));
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("commitments")]
    [InlineData("proofs")]
    public void TryRead_AnyBlobData_IsToldOf(string list)
    {
        var response = Sample.Response();
        response["result"]!["blobsBundle"]![list] = new JsonArray("0x00");

        Assert.True(Sample.Envelope(response)!.HasBlobs);
    }

    [Fact]
    public void TryRead_ExecutionRequests_AreASliceOrNothing()
    {
        var some = Sample.Response();
        some["result"]!["executionRequests"] = new JsonArray("0x0001", "0x02");
        var none = Sample.Response();
        none["result"]!["executionRequests"] = null;

        Assert.Equal("""["0x0001","0x02"]""", Sample.Envelope(some)!.ExecutionRequests.Text());
        Assert.True(Sample.Envelope(none)!.ExecutionRequests.IsEmpty);
    }

    private static JsonNode?[] Wrong(string field) => field switch
    {
        "transactions" => [null, "0x", 1, new JsonObject(), true],
        "feeRecipient" => [],
        _ => [null, "", "0x", "0xzz", "12", 5, new JsonArray(), new JsonObject(), false, "0x" + new string('1', 65)],
    };
}
