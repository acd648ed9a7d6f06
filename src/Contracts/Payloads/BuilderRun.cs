namespace Sidecar.Contracts.Payloads;

/// <summary>How one builder took a build: with an id of its own, or not, and why.</summary>
/// <param name="BuilderId">The builder, <see cref="GrainKeys.Builder"/> without the chain.</param>
/// <param name="PayloadId">The builder's own id; null if it has none.</param>
/// <param name="Failure">Why it has none.</param>
/// <param name="GatewayId">The gateway that asked.</param>
/// <param name="IsProbe">Whether its block may only be checked, not answered: the breaker was half open.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BuilderRun")]
public sealed record BuilderRun(
    [property: Id(0)] string BuilderId,
    [property: Id(1)] PayloadId? PayloadId,
    [property: Id(2)] FallbackReason Failure,
    [property: Id(3)] string GatewayId,
    [property: Id(4)] bool IsProbe = false);
