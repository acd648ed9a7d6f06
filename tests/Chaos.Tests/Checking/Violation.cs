using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>Something that must not happen, and did.</summary>
/// <param name="Invariant">What was broken.</param>
/// <param name="Slot">Where; null when it is not about one slot.</param>
/// <param name="Phase">Where in the slot, if known.</param>
/// <param name="Entity">Who.</param>
/// <param name="Expected">What should have been.</param>
/// <param name="Actual">What was.</param>
internal sealed record Violation(
    string Invariant, int? Slot, SlotPhase? Phase, string Entity, string Expected, string Actual)
{
    public override string ToString() =>
        $"{Invariant}: slot {Slot?.ToString() ?? "-"}, {Phase?.ToString() ?? "-"}, {Entity}\n" +
        $"    expected: {Expected}\n    actual:   {Actual}";
}
