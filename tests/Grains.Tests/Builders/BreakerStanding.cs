namespace Sidecar.Grains.Tests.Builders;

/// <summary>Where a breaker can stand, time included.</summary>
public enum BreakerStanding
{
    Closed,
    OneFailureShort,
    Open,
    OpenAndDue,
    Probing,
    ProbeWithoutOutcome,
}
