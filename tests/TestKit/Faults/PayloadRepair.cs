using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidecar.TestKit;

/// <summary>Makes a changed payload fit together again.</summary>
internal static class PayloadRepair
{
    public static void Repair(JsonObject envelope, Consistency consistency)
    {
        if (envelope["executionPayload"] is not JsonObject payload)
        {
            return;
        }

        using var document = JsonSerializer.SerializeToDocument(payload);
        var block = PayloadJson.Read(document.RootElement, (string?)envelope["parentBeaconBlockRoot"]);
        if (consistency == Consistency.WholeBlock)
        {
            block = BlockHashing.WithRoots(block);
            payload["stateRoot"] = block.StateRoot;
            payload["receiptsRoot"] = block.ReceiptsRoot;
            payload["gasUsed"] = Hex.Quantity(block.GasUsed);
        }

        payload["blockHash"] = BlockHashing.HashOf(block);
    }
}
