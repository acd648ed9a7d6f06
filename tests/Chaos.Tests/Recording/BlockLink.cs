namespace Sidecar.Chaos.Tests.Recording;

/// <summary>A block's place in the chain.</summary>
internal sealed record BlockLink(string Hash, string ParentHash, ulong Number);
