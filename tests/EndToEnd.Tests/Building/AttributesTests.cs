using System.Text.Json.Nodes;
using Sidecar.EndToEnd.Tests.Harness;

namespace Sidecar.EndToEnd.Tests.Building;

/// <summary>Attributes that nobody here knows, or that local refuses.</summary>
[Trait("Category", "E2E")]
public sealed class AttributesTests
{
    [Fact]
    [Trait("Scenario", "8")]
    public async Task Build_Attributes_ReachTheBuilderByteForByte()
    {
        await using var rig = await Rig.StartAsync();
        await rig.OpNode.ReadHeadAsync();

        // minBaseFee is a plain number on the wire, and what nobody knows today must arrive too.
        var attributes = rig.OpNode.Attributes(rig.OpNode.Head!, new() { MinBaseFee = 7 });
        attributes["futureField"] = new JsonObject { ["a"] = 1.50 };
        await rig.OpNode.ForkchoiceUpdatedAsync(rig.OpNode.Head!.Hash, attributes);

        var atBuilder = (await rig.Builder.WaitForCallAsync(WireCalls.HasAttributes))[0];
        var atLocal = rig.Local.Calls.Single(WireCalls.HasAttributes);
        Assert.Equal(atLocal.Params.GetRawText(), atBuilder.Params.GetRawText());
        Assert.Contains("\"minBaseFee\":7", atBuilder.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Scenario", "8")]
    public async Task Build_LocalRefusesTheAttributes_OpNodeGetsLocalsError()
    {
        await using var rig = await Rig.StartAsync();
        await rig.OpNode.ReadHeadAsync();
        var attributes = rig.OpNode.Attributes(rig.OpNode.Head!);
        attributes.Remove("gasLimit");

        var call = await rig.OpNode.ForkchoiceUpdatedAsync(rig.OpNode.Head!.Hash, attributes);

        Assert.Equal(200, call.Status);
        Assert.Equal(-38003, call.ErrorCode);
    }

}
