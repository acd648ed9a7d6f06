namespace Sidecar.Chaos.Tests.Recording;

/// <summary>A moment at which the machine was late to run something that was due.</summary>
internal readonly record struct Stall(TimeSpan At, TimeSpan Late);
