namespace Sidecar.TestKit;

/// <summary>A block as far as a driver needs to know it.</summary>
public sealed record ChainPoint(string Hash, ulong Number, ulong Timestamp);
