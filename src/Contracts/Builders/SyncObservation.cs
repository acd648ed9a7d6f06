namespace Sidecar.Contracts.Builders;

/// <summary>Whether a builder follows the chain, as one gateway sees it.</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="State">What it sees.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("sidecar.SyncObservation")]
public sealed record SyncObservation(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] BuilderSyncState State,
    [property: Id(2)] DateTimeOffset At);
