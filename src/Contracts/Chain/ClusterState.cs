using System.Collections.Immutable;

namespace Sidecar.Contracts.Chain;

/// <summary>State of an <see cref="IClusterGrain"/>. Every list is bounded, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.ClusterState")]
public sealed record ClusterState
{
    /// <summary>The last changes of the execution mode; the last one is in force. Empty if no operator ever set one.</summary>
    [Id(0)]
    public ImmutableList<ModeChange> Modes { get; init; } = [];

    /// <summary>The last word of each gateway that was seen lately.</summary>
    [Id(1)]
    public ImmutableList<GatewayReport> Gateways { get; init; } = [];
}
