namespace Sidecar.Gateway.Health;

/// <summary>A verdict with what it rests on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reasons">A sentence for each thing that is wrong, whether or not it counts for the verdict.</param>
/// <param name="Facts">Everything known, with its age.</param>
/// <param name="IsBuilderUnhealthy">Whether any of the reasons is the builder's, even if it does not show.</param>
internal sealed record HealthReport(
    HealthVerdict Verdict, IReadOnlyList<string> Reasons, IReadOnlyList<HealthFact> Facts, bool IsBuilderUnhealthy);
