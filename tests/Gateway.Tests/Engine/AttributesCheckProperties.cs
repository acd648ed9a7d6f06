using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class AttributesCheckProperties
{
    private static readonly string[] Checked = ["parentHash", "timestamp", "prevRandao", "feeRecipient", "gasLimit"];

    [Fact]
    public void Payload_MadeFromItsAttributes_Fits()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Cases().ToArbitrary(), drawn =>
        {
            var (attributes, payload) = Make(drawn);

            return Mismatch(payload, attributes) == AttributesMismatch.None;
        }));
    }

    [Fact]
    public void Payload_OneHexDigitOfACheckedFieldChanged_DoesNotFit()
    {
        var cases = Cases().Zip(Gen.Elements(Checked)).Zip(Gen.Choose(0, 1000));

        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var ((draw, field), position) = drawn;
            var (attributes, payload) = Make(draw);
            payload[field] = WithOneDigitChanged((string)payload[field]!, position);

            return Mismatch(payload, attributes) != AttributesMismatch.None;
        }));
    }

    [Fact]
    public void Payload_OneHexDigitOfAForcedTransactionChanged_DoesNotFit()
    {
        var cases = Cases().Where(draw => draw.Forced.Length > 0).Zip(Gen.Choose(0, 1000)).Zip(Gen.Choose(0, 1000));

        Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), drawn =>
        {
            var ((draw, which), position) = drawn;
            var (attributes, payload) = Make(draw);
            var transactions = payload["transactions"]!.AsArray();
            which %= draw.Forced.Length;
            transactions[which] = WithOneDigitChanged((string)transactions[which]!, position);

            return Mismatch(payload, attributes) == AttributesMismatch.ForcedTransactions;
        }));
    }

    private static Gen<Draw> Cases()
    {
        var transactions = Hex(8).ArrayOf().Select(many => many.Take(5).ToArray());
        return from hashes in Hex(64).ArrayOf(2)
               from address in Hex(40)
               from timestamp in Gen.Choose(1, int.MaxValue)
               from gasLimit in Gen.Choose(1, int.MaxValue)
               from forced in transactions
               from user in transactions
               select new Draw(hashes, address, timestamp, gasLimit, forced, user);
    }

    private static Gen<string> Hex(int digits) =>
        Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(digits).Select(letters => "0x" + new string(letters));

    private static (JsonObject Attributes, JsonObject Payload) Make(Draw draw)
    {
        var attributes = new JsonObject
        {
            ["timestamp"] = $"0x{draw.Timestamp:x}",
            ["prevRandao"] = draw.Hashes[0],
            ["suggestedFeeRecipient"] = draw.Address,
            ["withdrawals"] = new JsonArray(),
            ["transactions"] = Array(draw.Forced),
            ["gasLimit"] = $"0x{draw.GasLimit:x}",
        };
        var payload = Sample.Response().Payload().DeepClone().AsObject();
        payload["timestamp"] = $"0x{draw.Timestamp:x}";
        payload["prevRandao"] = draw.Hashes[0];
        payload["feeRecipient"] = draw.Address;
        payload["gasLimit"] = $"0x{draw.GasLimit:x}";
        payload["transactions"] = Array([.. draw.Forced, .. draw.User]);
        return (attributes, payload);
    }

    private static JsonArray Array(string[] values) => new([.. values.Select(value => (JsonNode)value)]);

    private static string WithOneDigitChanged(string hex, int position)
    {
        var digits = hex.ToCharArray();
        var index = 2 + (position % (digits.Length - 2));
        digits[index] = digits[index] == '7' ? '8' : '7';
        return new string(digits);
    }

    private static AttributesMismatch Mismatch(JsonObject payload, JsonObject attributes)
    {
        var response = new JsonObject { ["result"] = new JsonObject { ["executionPayload"] = payload } };
        return AttributesCheck.Check(Sample.Envelope(response)!, Sample.Parent, Sample.Attributes(attributes));
    }

    private sealed record Draw(
        string[] Hashes, string Address, int Timestamp, int GasLimit, string[] Forced, string[] User);
}
