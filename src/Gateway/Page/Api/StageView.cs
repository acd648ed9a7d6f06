namespace Sidecar.Gateway.Page.Api;

/// <summary>A stage of a block, and how long it took.</summary>
internal sealed record StageView(StageName Name, StagePhase Phase, double StartMs, double DurationMs);
