using System.Collections.Immutable;

namespace Sidecar.Contracts.Builders;

/// <summary>State of an <see cref="IBuilderGrain"/>. Every list is bounded, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.BuilderState")]
public sealed record BuilderState
{
    /// <summary>The last writer; null if there never was one.</summary>
    [Id(0)]
    public WriterLease? Writer { get; init; }

    [Id(1)]
    public BreakerState Breaker { get; init; } = BreakerState.Closed;

    /// <summary>The last builds that were permitted.</summary>
    [Id(2)]
    public ImmutableList<RunningBuild> Builds { get; init; } = [];

    /// <summary>The last outcomes.</summary>
    [Id(3)]
    public ImmutableList<BuildOutcome> Outcomes { get; init; } = [];

    /// <summary>The last word of each gateway.</summary>
    [Id(4)]
    public ImmutableList<SyncObservation> Sync { get; init; } = [];
}
