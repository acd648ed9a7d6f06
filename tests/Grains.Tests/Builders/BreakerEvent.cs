namespace Sidecar.Grains.Tests.Builders;

/// <summary>All that can happen to a breaker, besides the passing of time.</summary>
public enum BreakerEvent
{
    AskForProbe,
    AskForOther,
    SuccessOfProbe,
    SuccessOfOther,
    FailureOfProbe,
    FailureOfOther,
    GraveOfProbe,
    GraveOfOther,
    NeutralOfProbe,
    NeutralOfOther,
}
