namespace Sidecar.Contracts.Builders;

/// <summary>A circuit breaker over the outcomes that all gateways report. Unset times are null.</summary>
[GenerateSerializer, Immutable, Alias("sidecar.BreakerState")]
public sealed record BreakerState
{
    public static readonly BreakerState Closed = new();

    /// <summary>Where it stands.</summary>
    [Id(0)]
    public BreakerPhase Phase { get; init; }

    /// <summary>Failures in a row.</summary>
    [Id(1)]
    public int Failures { get; init; }

    /// <summary>How often it opened since it was last closed: each time it stays open longer.</summary>
    [Id(2)]
    public int Openings { get; init; }

    /// <summary>When a probe may be made; set while open.</summary>
    [Id(3)]
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The build that is the probe; set while half open.</summary>
    [Id(4)]
    public BuildDigest? Probe { get; init; }

    /// <summary>When the probe began; set while half open.</summary>
    [Id(5)]
    public DateTimeOffset? ProbeStartedAt { get; init; }

    /// <summary>The failure that opened it; None while closed.</summary>
    [Id(6)]
    public FallbackReason Cause { get; init; }
}

/// <summary>Phases of a breaker. Stored by number.</summary>
public enum BreakerPhase
{
    /// <summary>The builder is used.</summary>
    Closed = 0,

    /// <summary>The builder is left alone.</summary>
    Open = 1,

    /// <summary>One build is tried; its block is checked and not answered.</summary>
    HalfOpen = 2,
}
