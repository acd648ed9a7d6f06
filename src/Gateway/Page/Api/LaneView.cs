namespace Sidecar.Gateway.Page.Api;

/// <summary>What waits to be sent to a builder.</summary>
/// <param name="Length">Calls.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="OldestMs">How long the oldest has waited; null if none waits.</param>
internal sealed record LaneView(int Length, long Bytes, double? OldestMs);
