namespace Sidecar.Gateway.Page.Api;

/// <summary>A gateway of the chain.</summary>
/// <param name="GatewayId">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sequencer">Host and port of its local.</param>
/// <param name="LocalHead">Number of local's head.</param>
/// <param name="BuildingTimestamp">Timestamp of the newest block it was asked to build; 0 if none yet.</param>
/// <param name="SeenSeconds">How long ago it was heard of.</param>
/// <param name="IsThis">Whether it is the one that answers here.</param>
/// <param name="IsWriter">Whether it writes to the builder.</param>
internal sealed record GatewayView(
    string GatewayId, string Version, string Sequencer, ulong? LocalHead, ulong BuildingTimestamp, double SeenSeconds,
    bool IsThis, bool IsWriter);
