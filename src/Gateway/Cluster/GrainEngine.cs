namespace Sidecar.Gateway.Cluster;

/// <summary>What hosts the grains.</summary>
/// <param name="Name">Its name and version, for the log and /healthz.</param>
internal sealed record GrainEngine(string Name);
