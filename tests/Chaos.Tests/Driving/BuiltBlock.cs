using System.Globalization;
using System.Text.Json;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>A block as getPayload answered it.</summary>
internal sealed record BuiltBlock(ChainPoint Point, string ParentHash, JsonElement Payload, string? BeaconRoot)
{
    public static BuiltBlock Read(JsonElement envelope)
    {
        var payload = envelope.GetProperty("executionPayload");
        var point = new ChainPoint(
            payload.GetProperty("blockHash").GetString()!,
            Quantity(payload.GetProperty("blockNumber")),
            Quantity(payload.GetProperty("timestamp")));
        return new(
            point,
            payload.GetProperty("parentHash").GetString()!,
            payload,
            envelope.TryGetProperty("parentBeaconBlockRoot", out var root) ? root.GetString() : null);
    }

    private static ulong Quantity(JsonElement json) =>
        ulong.Parse(json.GetString().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
