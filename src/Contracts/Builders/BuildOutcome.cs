namespace Sidecar.Contracts.Builders;

/// <summary>How a build at a builder ended, as the gateway that asked for the block saw it.</summary>
/// <param name="GatewayId">The gateway.</param>
/// <param name="Digest">The build: a second report of it changes nothing.</param>
/// <param name="Result">None if the block was valid; otherwise what went wrong.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BuildOutcome")]
public sealed record BuildOutcome(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] BuildDigest Digest,
    [property: Id(2)] FallbackReason Result,
    [property: Id(3)] DateTimeOffset At);
