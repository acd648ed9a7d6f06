namespace Sidecar.Grains.Builders;

/// <summary>What a breaker says to a build.</summary>
internal enum BreakerAdmission
{
    /// <summary>The builder may be used.</summary>
    Free,

    /// <summary>This build is the probe, or may become it.</summary>
    Probe,

    /// <summary>Leave the builder alone.</summary>
    Refused,
}
