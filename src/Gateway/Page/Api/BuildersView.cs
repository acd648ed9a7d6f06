namespace Sidecar.Gateway.Page.Api;

/// <summary>All builders.</summary>
internal sealed record BuildersView(IReadOnlyList<BuilderStatus> Builders);
