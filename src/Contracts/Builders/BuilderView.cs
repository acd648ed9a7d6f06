namespace Sidecar.Contracts.Builders;

/// <summary>What gateways act on.</summary>
/// <param name="Writer">The builder's writer; null if there is none, or its lease is over.</param>
/// <param name="Breaker">The breaker.</param>
/// <param name="Sync">What the gateways see of its sync state, folded.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BuilderView")]
public sealed record BuilderView(
    [property: Id(0)] WriterLease? Writer,
    [property: Id(1)] BreakerState Breaker,
    [property: Id(2)] BuilderSyncState Sync);
