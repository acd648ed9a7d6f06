using System.Text.Json.Nodes;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class AttributesCheckTests
{
    private const string OtherHash = "0x00000000000000000000000000000000000000000000000000000000000000ff";

    [Fact]
    public void Check_RecordedPayload_FitsItsAttributes()
    {
        Assert.Equal(AttributesMismatch.None, Check(Sample.Response()));
    }

    [Theory]
    [InlineData("parentHash", OtherHash, "ParentHash")]
    [InlineData("timestamp", "0x77359403", "Timestamp")]
    [InlineData("prevRandao", OtherHash, "PrevRandao")]
    [InlineData("feeRecipient", "0x4200000000000000000000000000000000000012", "FeeRecipient")]
    [InlineData("gasLimit", "0x1c9c381", "GasLimit")]
    public void Check_OneFieldOfThePayloadChanged_NamesIt(string field, string value, string mismatch)
    {
        var response = Sample.Response();
        response.Payload()[field] = value;

        Assert.Equal(mismatch, Check(response).ToString());
    }

    [Fact]
    public void Check_ParentBeaconBlockRootOfTheEnvelope_MustBeTheAskedOneIfItIsThere()
    {
        var right = Sample.Response();
        right["result"]!["parentBeaconBlockRoot"] = Sample.AttributesJson()["parentBeaconBlockRoot"]!.DeepClone();
        var wrong = Sample.Response();
        wrong["result"]!["parentBeaconBlockRoot"] = OtherHash;

        Assert.Equal(AttributesMismatch.None, Check(right));
        Assert.Equal(AttributesMismatch.ParentBeaconBlockRoot, Check(wrong));
    }

    [Theory]
    [InlineData("[]", "[]", AttributesMismatch.None)]
    [InlineData("[]", "[{\"index\":\"0x0\"}]", AttributesMismatch.Withdrawals)]
    [InlineData("[{\"index\":\"0x0\"}]", "[]", AttributesMismatch.Withdrawals)]
    [InlineData("[{\"index\":\"0xA\"}]", "[ {\"index\": \"0xa\"} ]", AttributesMismatch.None)]
    [InlineData("[]", "null", AttributesMismatch.Withdrawals)]
    [InlineData("null", "[{\"index\":\"0x0\"}]", AttributesMismatch.None)]
    public void Check_Withdrawals_MustBeTheAskedOnes(string asked, string given, object mismatch)
    {
        var attributes = Sample.AttributesJson();
        attributes["withdrawals"] = JsonNode.Parse(asked);
        var response = Sample.Response();
        response.Payload()["withdrawals"] = JsonNode.Parse(given);

        Assert.Equal(mismatch, Check(response, attributes));
    }

    [Fact]
    public void Check_ForcedTransactions_MustComeFirstAndInOrder()
    {
        var transactions = Sample.Response().Payload()["transactions"]!.AsArray().Select(t => (string)t!).ToList();

        Assert.Equal(AttributesMismatch.None, CheckTransactions(transactions));
        Assert.Equal(AttributesMismatch.None, CheckTransactions(transactions[..1]));
        Assert.Equal(AttributesMismatch.None, CheckTransactions(["0x" + transactions[0][2..].ToUpperInvariant()]));
        Assert.Equal(AttributesMismatch.ForcedTransactions, CheckTransactions([]));
        Assert.Equal(AttributesMismatch.ForcedTransactions, CheckTransactions(transactions[1..]));
        Assert.Equal(AttributesMismatch.ForcedTransactions, CheckTransactions([transactions[1], transactions[0]]));
        Assert.Equal(AttributesMismatch.ForcedTransactions, CheckTransactions([transactions[0] + "00"]));
        Assert.Equal(AttributesMismatch.ForcedTransactions, CheckTransactions([transactions[0][..^2]]));
    }

    [Theory]
    [InlineData("blobs")]
    [InlineData("commitments")]
    [InlineData("proofs")]
    public void Check_Blobs_AreRefused(string list)
    {
        var response = Sample.Response();
        response["result"]!["blobsBundle"]![list] = new JsonArray("0x00");

        Assert.Equal(AttributesMismatch.Blobs, Check(response));
    }

    [Theory]
    [InlineData("timestamp", "timestamp", "0x1")]
    [InlineData("prevRandao", "prevRandao", OtherHash)]
    [InlineData("suggestedFeeRecipient", "feeRecipient", "0x00")]
    [InlineData("gasLimit", "gasLimit", "0x1")]
    public void Check_AttributeAbsent_AsksForNothing(string attribute, string field, string value)
    {
        var attributes = Sample.AttributesJson();
        attributes.Remove(attribute);
        var response = Sample.Response();
        response.Payload()[field] = value;

        Assert.Equal(AttributesMismatch.None, Check(response, attributes));
    }

    [Fact]
    public void Check_NoAttributesAtAll_AskOnlyForTheParent()
    {
        Assert.Equal(AttributesMismatch.None, Check(Sample.Response(), []));
    }

    [Fact]
    public void Check_PayloadSplitAnywhere_GivesTheSame()
    {
        var attributes = Sample.Attributes();
        var bytes = Sample.Bytes(Sample.Response());

        foreach (var split in Segmented.Every(bytes))
        {
            var envelope = PayloadEnvelope.TryRead(split)!;

            Assert.Equal(AttributesMismatch.None, AttributesCheck.Check(envelope, Sample.Parent, attributes));
        }
    }

    private static AttributesMismatch CheckTransactions(IEnumerable<string> transactions)
    {
        var response = Sample.Response();
        response.Payload()["transactions"] = new JsonArray([.. transactions.Select(t => (JsonNode)t)]);
        return Check(response);
    }

    private static AttributesMismatch Check(JsonObject response, JsonObject? attributes = null) =>
        AttributesCheck.Check(Sample.Envelope(response)!, Sample.Parent, Sample.Attributes(attributes));
}
