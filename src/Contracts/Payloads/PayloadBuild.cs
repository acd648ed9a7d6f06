namespace Sidecar.Contracts.Payloads;

/// <summary>A build process as it was asked for.</summary>
/// <param name="Digest">Of parent and attributes.</param>
/// <param name="Parent">The head it builds on.</param>
/// <param name="Timestamp">The block's, seconds since 1970; 0 if the attributes have none.</param>
/// <param name="Attributes">
/// The raw attributes, so that another gateway can check a builder's block against them; null when they are larger than
/// what a grain should hold, or not needed by the call.
/// </param>
/// <param name="OpenedBy">The gateway that recorded it.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="IsUnknown">Whether the gateway only has local's answer and does not know what was asked for.</param>
[GenerateSerializer, Immutable, Alias("sidecar.PayloadBuild")]
public sealed record PayloadBuild(
    [property: Id(0)] BuildDigest Digest,
    [property: Id(1)] BlockHash Parent,
    [property: Id(2)] ulong Timestamp,
    [property: Id(3)] string? Attributes,
    [property: Id(4)] string OpenedBy,
    [property: Id(5)] DateTimeOffset OpenedAt,
    [property: Id(6)] bool IsUnknown = false);
