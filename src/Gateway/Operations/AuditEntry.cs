using Sidecar.Contracts;

namespace Sidecar.Gateway.Operations;

/// <summary>Something that an operator did.</summary>
/// <param name="At">When, by the clock of the gateway that was asked.</param>
/// <param name="Who">The address, and the name of the login if there was one.</param>
/// <param name="From">The execution mode before.</param>
/// <param name="To">The one that was ordered.</param>
/// <param name="Why">The reason given, or the name of the call.</param>
/// <param name="IsFromHere">Whether this gateway was asked, and not another one of the chain.</param>
internal sealed record AuditEntry(
    DateTimeOffset At, string Who, ExecutionMode From, ExecutionMode To, string Why, bool IsFromHere);
