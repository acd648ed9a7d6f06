using System.Text.Json.Nodes;
using Sidecar.Contracts;
using Sidecar.Gateway.Engine;
using Sidecar.Gateway.Tests.JsonRpc;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class PayloadAttributesTests
{
    [Fact]
    public void Read_Recorded_ReadsEveryField()
    {
        var attributes = Sample.Attributes();

        var json = Sample.AttributesJson();
        Assert.Equal(0x77359402ul, attributes.Timestamp);
        Assert.Equal(0x1c9c380ul, attributes.GasLimit);
        Assert.Equal(Sample.Hash((string)json["prevRandao"]!), attributes.PrevRandao);
        Assert.Equal(Sample.Hash((string)json["parentBeaconBlockRoot"]!), attributes.ParentBeaconBlockRoot);
        Assert.Equal(json["suggestedFeeRecipient"]!.ToJsonString(), attributes.SuggestedFeeRecipient.Text());
        Assert.Equal(json["transactions"]!.ToJsonString(), attributes.Transactions.Text());
        Assert.Equal("[]", attributes.Withdrawals.Text());
        Assert.False(attributes.NoTxPool);
    }

    [Fact]
    public void Read_SplitAnywhere_GivesTheSame()
    {
        var bytes = Sample.Bytes(Sample.AttributesJson());
        var expected = EnvelopeText.Of(Sample.Attributes());

        Assert.All(
            Segmented.Every(bytes), split => Assert.Equal(expected, EnvelopeText.Of(PayloadAttributes.Read(split))));
    }

    [Fact]
    public void Read_MembersInAnyOrder_GivesTheSame()
    {
        var expected = EnvelopeText.Of(Sample.Attributes());

        Assert.All(Enumerable.Range(0, 50), seed => Assert.Equal(
            expected, EnvelopeText.Of(Sample.Attributes(Sample.Shuffled(Sample.AttributesJson(), seed)))));
    }

    [Fact]
    public void Read_NothingInIt_AsksForNothing()
    {
        var attributes = Sample.Attributes([]);

        Assert.Equal("||||||False|", EnvelopeText.Of(attributes));
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("gasLimit")]
    [InlineData("prevRandao")]
    [InlineData("parentBeaconBlockRoot")]
    [InlineData("withdrawals")]
    [InlineData("transactions")]
    [InlineData("noTxPool")]
    public void Read_MemberOfAWrongType_StaysUnset(string member)
    {
        JsonNode?[] wrong = [null, 5, "x", new JsonObject { ["a"] = new JsonArray("0x") }];
        var without = Sample.AttributesJson();
        without.Remove(member);
        var expected = EnvelopeText.Of(Sample.Attributes(without));

        Assert.All(wrong, value =>
        {
            var json = Sample.AttributesJson();
            json[member] = value;

            Assert.Equal(expected, EnvelopeText.Of(Sample.Attributes(json)));
        });
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("1", false)]
    [InlineData("\"true\"", false)]
    public void Read_NoTxPool_IsTrueOnlyForTrue(string written, bool noTxPool)
    {
        var attributes = PayloadAttributes.Read(Segmented.Whole($$"""{"noTxPool":{{written}}}"""));

        Assert.Equal(noTxPool, attributes.NoTxPool);
    }

    [Theory]
    [InlineData("0x0", 0ul)]
    [InlineData("0xff", 0xfful)]
    [InlineData("0xFFFFFFFFFFFFFFFF", ulong.MaxValue)]
    [InlineData("0x10000000000000000", null)]
    [InlineData("0x", null)]
    [InlineData("ff", null)]
    [InlineData("0X1", null)]
    [InlineData("0x 1", null)]
    [InlineData("0x-1", null)]
    [InlineData("0x+1", null)]
    [InlineData("0x1 ", null)]
    [InlineData("0x1\\u0000", null)]
    [InlineData("\\u0030x1", null)]
    public void Read_Quantity_IsAtMost64BitsOfHex(string written, ulong? value)
    {
        var attributes = PayloadAttributes.Read(Segmented.Whole($$"""{"gasLimit":"{{written}}"}"""));

        Assert.Equal(value, attributes.GasLimit);
    }

    [Fact]
    public void Hash_UpperCase_IsTheSameHash()
    {
        var lower = "0x" + string.Concat(Enumerable.Repeat("ab", 32));
        var upper = "0x" + string.Concat(Enumerable.Repeat("AB", 32));

        Assert.True(BlockHash.TryParse(System.Text.Encoding.ASCII.GetBytes(upper), out var hash));
        Assert.Equal(Sample.Hash(lower), hash);
        Assert.Equal(lower, hash.ToString());
    }
}
