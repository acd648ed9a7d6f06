namespace Sidecar.Gateway.Page.Api;

/// <summary>What the gateways of the chain share.</summary>
/// <param name="Engine">What hosts the grains.</param>
/// <param name="GatewayId">The gateway that answers here.</param>
/// <param name="ChainId">The chain; null until local has told it, or if nothing is shared.</param>
/// <param name="IsShared">Whether there is a Redis to share by.</param>
/// <param name="IsReachable">Whether grains answer.</param>
/// <param name="SilentSeconds">Since when no grain has answered; null if none ever did.</param>
/// <param name="IsRedisConnected">Whether Redis is connected; null without one.</param>
/// <param name="Untold">What waits to be told to grains.</param>
/// <param name="Writer">The gateway that writes to the builder.</param>
/// <param name="Building">The sequencer whose gateway was asked for the newest block.</param>
/// <param name="Gateways">The gateways seen lately; only this one while the cluster does not answer.</param>
/// <param name="Silos">Addresses of the silos with their states; null where each gateway hosts its grains itself.</param>
/// <param name="Dashboard">Path of the engine's own pages; null if it has none.</param>
internal sealed record ClusterView(
    string Engine, string GatewayId, ulong? ChainId, bool IsShared, bool IsReachable, double? SilentSeconds,
    bool? IsRedisConnected, int Untold, string? Writer, string? Building, IReadOnlyList<GatewayView> Gateways,
    IReadOnlyList<SiloView>? Silos, string? Dashboard);
