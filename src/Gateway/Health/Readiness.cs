namespace Sidecar.Gateway.Health;

/// <summary>Whether op-node may be sent here.</summary>
/// <param name="IsReady">Whether it may.</param>
/// <param name="Reason">A sentence that says why not; "OK" otherwise.</param>
internal readonly record struct Readiness(bool IsReady, string Reason);
