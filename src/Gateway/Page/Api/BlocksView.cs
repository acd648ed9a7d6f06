namespace Sidecar.Gateway.Page.Api;

/// <summary>The last blocks.</summary>
/// <param name="IsComplete">Whether blocks of all gateways of the chain are among them, as far as those told.</param>
/// <param name="Note">What is missing; null if nothing is.</param>
/// <param name="Blocks">Newest first.</param>
internal sealed record BlocksView(bool IsComplete, string? Note, IReadOnlyList<BlockView> Blocks);
