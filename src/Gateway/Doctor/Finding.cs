namespace Sidecar.Gateway.Doctor;

/// <summary>One line of the report.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Meaning">What that means here, in one sentence or two.</param>
/// <param name="Fix">What to do about it; null if there is nothing to do.</param>
internal sealed record Finding(FindingKind Kind, string Meaning, string? Fix);
