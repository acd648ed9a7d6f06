namespace Sidecar.Chaos.Tests.Recording;

/// <summary>What came of a slot.</summary>
/// <param name="Number">The slot.</param>
/// <param name="Leader">Who led at its end.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When its block was the leader's head, or the driver gave up.</param>
/// <param name="ParentHash">The block before.</param>
/// <param name="BlockHash">The committed block; null if there was none in time.</param>
/// <param name="Phase">How far it got.</param>
/// <param name="LastFailure">The last call that did not go well.</param>
internal sealed record SlotRecord(
    int Number,
    string Leader,
    TimeSpan Start,
    TimeSpan End,
    string ParentHash,
    string? BlockHash,
    SlotPhase Phase,
    string? LastFailure);
