using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>A fault as it was drawn.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Phase">When in it.</param>
/// <param name="Kind">What.</param>
/// <param name="OnLeader">To the leader's side; otherwise to the follower's.</param>
/// <param name="Length">For how many slots.</param>
/// <param name="Variant">Which of the ways to do it.</param>
internal sealed record PlannedFault(
    int Slot, SlotPhase Phase, FaultKind Kind, bool OnLeader, int Length, int Variant)
{
    public override string ToString() =>
        $"{Kind} ({(OnLeader ? "leader" : "follower")}, {Length} slots, variant {Variant})";
}
