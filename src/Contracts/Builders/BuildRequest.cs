namespace Sidecar.Contracts.Builders;

/// <summary>A gateway's wish to send attributes to a builder.</summary>
/// <param name="GatewayId">Who wishes.</param>
/// <param name="Digest">The build.</param>
/// <param name="Timestamp">The block's, seconds since 1970: the proof that a writer makes progress.</param>
[GenerateSerializer, Immutable, Alias("sidecar.BuildRequest")]
public sealed record BuildRequest(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] BuildDigest Digest,
    [property: Id(2)] ulong Timestamp);
