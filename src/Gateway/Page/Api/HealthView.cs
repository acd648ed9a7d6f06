using Sidecar.Gateway.Health;

namespace Sidecar.Gateway.Page.Api;

/// <summary>What /healthz says, and why.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reasons">A sentence for each thing that is wrong, whether or not it counts.</param>
/// <param name="IsReady">What /readyz says.</param>
/// <param name="ReadyReason">Why.</param>
/// <param name="Version">Version of this gateway.</param>
/// <param name="Now">Its clock.</param>
/// <param name="Facts">Everything that the verdict rests on.</param>
internal sealed record HealthView(
    HealthVerdict Verdict, IReadOnlyList<string> Reasons, bool IsReady, string ReadyReason, string Version,
    DateTimeOffset Now, IReadOnlyList<HealthFact> Facts);
