namespace Sidecar.Chaos.Tests.Recording;

/// <summary>From when a sequencer leads; until the next term.</summary>
internal sealed record LeaderTerm(string Sequencer, TimeSpan From);
