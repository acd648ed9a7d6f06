namespace Sidecar.Gateway.Page.Api;

/// <summary>Why there is no other answer.</summary>
/// <param name="Error">A sentence.</param>
internal sealed record ErrorView(string Error);
