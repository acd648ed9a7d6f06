namespace Sidecar.Devnet.Demo;

/// <summary>How long op-node waited for each of its four calls; null for one that was not made.</summary>
internal sealed record CallTimes(
    TimeSpan? StartBuild = null, TimeSpan? GetPayload = null, TimeSpan? NewPayload = null, TimeSpan? MoveHead = null);
