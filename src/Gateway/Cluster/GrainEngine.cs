namespace Sidecar.Gateway.Cluster;

/// <summary>What hosts the grains.</summary>
/// <param name="Name">Its name and version, for the log and /healthz.</param>
/// <param name="HasToJoin">Whether it is there only after it has joined a cluster, be it one of its own: about a second.</param>
internal sealed record GrainEngine(string Name, bool HasToJoin = false);
