namespace Sidecar.Contracts.Chain;

/// <summary>A gateway's word that it is there.</summary>
/// <param name="GatewayId">Its name, unique in the cluster.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sequencer">Host and port of its local: gateways with the same one serve the same sequencer.</param>
/// <param name="LocalHead">Number of local's head; null if unknown.</param>
/// <param name="BuildingTimestamp">Timestamp of the newest block it was asked to build; 0 if none yet.</param>
/// <param name="At">When it said so.</param>
[GenerateSerializer, Immutable, Alias("sidecar.GatewayReport")]
public sealed record GatewayReport(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] string Version,
    [property: Id(2)] string Sequencer,
    [property: Id(3)] ulong? LocalHead,
    [property: Id(4)] ulong BuildingTimestamp,
    [property: Id(5)] DateTimeOffset At);
