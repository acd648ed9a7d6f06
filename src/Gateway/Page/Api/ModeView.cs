using Sidecar.Contracts;

namespace Sidecar.Gateway.Page.Api;

/// <summary>The execution mode.</summary>
/// <param name="Mode">Which holds.</param>
/// <param name="Who">Who set it.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When.</param>
/// <param name="IsShared">Whether it holds for all gateways of the chain.</param>
/// <param name="Audit">What operators did lately, newest first.</param>
internal sealed record ModeView(
    ExecutionMode Mode, string Who, string Why, DateTimeOffset At, bool IsShared, IReadOnlyList<AuditView> Audit);
