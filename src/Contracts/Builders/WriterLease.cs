namespace Sidecar.Contracts.Builders;

/// <summary>Which gateway writes to a builder: attributes, heads and blocks. One writer, one chain of heads.</summary>
/// <param name="GatewayId">The writer.</param>
/// <param name="Epoch">Grows with each change of writer.</param>
/// <param name="Timestamp">Of the newest block it asked for, seconds since 1970. A lease is renewed by newer blocks only.</param>
/// <param name="RenewedAt">When it asked for it.</param>
[GenerateSerializer, Immutable, Alias("sidecar.WriterLease")]
public sealed record WriterLease(
    [property: Id(0)] string GatewayId,
    [property: Id(1)] ulong Epoch,
    [property: Id(2)] ulong Timestamp,
    [property: Id(3)] DateTimeOffset RenewedAt);
