namespace Sidecar.Gateway.Page.Api;

/// <summary>An operator's order.</summary>
/// <param name="Mode">The mode wanted: <c>enabled</c>, <c>dry_run</c> or <c>disabled</c>.</param>
/// <param name="Reason">Why, for the audit; 3 to 500 letters.</param>
internal sealed record ModeOrder(string Mode, string Reason);
