namespace Sidecar.Gateway.Health;

/// <summary>Whom to poll.</summary>
/// <param name="Local">The sequencer's own execution client.</param>
/// <param name="Builder">The builder; null if there is none.</param>
internal sealed record HeadSources(IHeadSource Local, IHeadSource? Builder);
