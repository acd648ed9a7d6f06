using System.Collections.Immutable;

namespace Sidecar.Contracts.Payloads;

/// <summary>State of an <see cref="IPayloadGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.PayloadState")]
public sealed record PayloadState
{
    /// <summary>The last builds of this id, newest last. More than one only where a client reuses ids.</summary>
    [Id(0)]
    public ImmutableList<PayloadRecord> Builds { get; init; } = [];
}
