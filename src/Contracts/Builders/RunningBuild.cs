namespace Sidecar.Contracts.Builders;

/// <summary>A build that a builder was asked for.</summary>
/// <param name="Digest">The build.</param>
/// <param name="Timestamp">The block's, seconds since 1970; 0 if only the builder's answer to it was recorded.</param>
/// <param name="GatewayId">Who asked.</param>
/// <param name="RequestedAt">When it was permitted.</param>
/// <param name="PayloadId">The builder's id; null until its answer is known.</param>
/// <param name="IsProbe">Whether it is the breaker's probe.</param>
[GenerateSerializer, Immutable, Alias("sidecar.RunningBuild")]
public sealed record RunningBuild(
    [property: Id(0)] BuildDigest Digest,
    [property: Id(1)] ulong Timestamp,
    [property: Id(2)] string GatewayId,
    [property: Id(3)] DateTimeOffset RequestedAt,
    [property: Id(4)] PayloadId? PayloadId,
    [property: Id(5)] bool IsProbe);
