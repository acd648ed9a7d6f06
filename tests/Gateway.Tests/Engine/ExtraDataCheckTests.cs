using System.Text.Json.Nodes;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class ExtraDataCheckTests
{
    private const string Holocene = "0x00000000fa00000006";
    private const string Jovian = "0x01000000fa000000060000000000000064";

    [Theory]
    [InlineData(Holocene, "0x000000fa00000006", null, false)]
    [InlineData(Holocene, "0x000000FA00000006", null, false)]
    [InlineData(Holocene, "0x000000fa00000007", null, true)]
    [InlineData(Holocene, "0x000000fb00000006", null, true)]
    [InlineData(Holocene, "0x0000000000000000", null, false)]
    [InlineData(Holocene, null, null, false)]
    [InlineData(Holocene, "0x000000fa00000006", 100, false)]
    [InlineData(Jovian, "0x000000fa00000006", 100, false)]
    [InlineData(Jovian, "0x000000fa00000006", 101, true)]
    [InlineData(Jovian, "0x000000fa00000006", 0, true)]
    [InlineData(Jovian, "0x000000fa00000007", 100, true)]
    [InlineData(Jovian, "0x0000000000000000", 100, false)]
    [InlineData(Jovian, null, null, false)]
    [InlineData("0x", "0x000000fa00000006", null, false)]
    [InlineData("0x0102030405", "0x000000fa00000006", null, false)]
    [InlineData("0x00000000zz00000006", "0x000000fa00000006", null, true)]
    public void Check_ExtraData_MustSayWhatTheAttributesSay(
        string extraData, string? parameters, int? minBaseFee, bool differs)
    {
        var response = Sample.Response().ToJsonString().Replace(Holocene, extraData, StringComparison.Ordinal);

        var mismatch = Check(response, parameters, minBaseFee);

        Assert.Equal(differs ? AttributesMismatch.ExtraData : AttributesMismatch.None, mismatch);
    }

    [Fact]
    public void Check_ExtraDataWrittenWithEscapes_IsNotWavedThrough()
    {
        var plain = Sample.Response().ToJsonString();
        var escaped = plain.Replace(Holocene, "\\u0030x00000000fa00000006", StringComparison.Ordinal);

        Assert.Equal(AttributesMismatch.ExtraData, Check(escaped, "0x000000fa00000007", null));
    }

    [Fact]
    public void Check_MinBaseFeeAsAQuantity_IsTheSameNumber()
    {
        var attributes = Sample.AttributesJson();
        attributes["minBaseFee"] = "0x64";

        Assert.Equal(100ul, Sample.Attributes(attributes).MinBaseFee);
    }

    private static AttributesMismatch Check(string response, string? parameters, int? minBaseFee)
    {
        var attributes = Sample.AttributesJson();
        attributes["eip1559Params"] = parameters;
        attributes["minBaseFee"] = minBaseFee is { } fee ? JsonValue.Create(fee) : null;
        var envelope = PayloadEnvelope.TryRead(JsonRpc.Segmented.Whole(response))!;
        return AttributesCheck.Check(envelope, Sample.Parent, Sample.Attributes(attributes));
    }
}
