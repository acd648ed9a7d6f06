using System.Diagnostics;

namespace Sidecar.Gateway.Telemetry.Tracing;

/// <summary>A span that has ended, before it is known which trace it belongs to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it was a call to somebody.</param>
/// <param name="Start">When it began, UTC.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Tags">Its attributes.</param>
/// <param name="Failure">Why it failed; null if it did not.</param>
internal sealed record SpanRecord(
    string Name, ActivityKind Kind, DateTimeOffset Start, TimeSpan Duration,
    IReadOnlyList<KeyValuePair<string, object?>> Tags, string? Failure);
