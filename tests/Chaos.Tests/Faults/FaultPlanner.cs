using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Faults;

/// <summary>Draws a slot's faults from the seed and the slot's number, and from nothing else.</summary>
internal sealed class FaultPlanner(int seed, double rate, IReadOnlySet<FaultKind>? kinds)
{
    private static readonly SlotPhase[] MidSlot = [SlotPhase.BeforeGetPayload, SlotPhase.AfterAnswer];

    private static readonly SlotPhase[] AnyPhase =
    [
        SlotPhase.BeforeForkchoice, SlotPhase.BeforeGetPayload, SlotPhase.DuringGetPayload, SlotPhase.BeforeNewPayload,
    ];

    /// <summary>How often, when, and for how many slots at most.</summary>
    private static readonly (FaultKind Kind, int Weight, SlotPhase[] Phases, int LengthMax)[] Deck =
    [
        (FaultKind.AskAgain, 12, [SlotPhase.AfterAnswer], 1),
        (FaultKind.KillGateway, 12, AnyPhase, 8),
        (FaultKind.KillAfterAnswer, 10, [SlotPhase.AfterAnswer], 8),
        (FaultKind.PauseGateway, 6, AnyPhase, 8),
        (FaultKind.MoveLeader, 5, [SlotPhase.SlotStart], 1),
        (FaultKind.DeposeLeader, 8, MidSlot, 10),
        (FaultKind.LoseLeader, 6, MidSlot, 8),
        (FaultKind.KillRedis, 4, AnyPhase, 12),
        (FaultKind.WipeRedis, 2, AnyPhase, 12),
        (FaultKind.HangRedis, 4, AnyPhase, 12),
        (FaultKind.SlowRedis, 4, AnyPhase, 12),
        (FaultKind.KillBuilder, 4, AnyPhase, 10),
        (FaultKind.HangBuilder, 4, [SlotPhase.BeforeForkchoice, SlotPhase.BeforeGetPayload], 6),
        (FaultKind.FailBuilder, 4, [SlotPhase.BeforeForkchoice, SlotPhase.BeforeGetPayload], 6),
        (FaultKind.LieBuilder, 4, [SlotPhase.BeforeForkchoice], 6),
        (FaultKind.StaleBuilder, 2, [SlotPhase.BeforeForkchoice], 4),
        (FaultKind.SlowLocal, 6, [SlotPhase.BeforeForkchoice], 4),
    ];

    public IReadOnlyList<PlannedFault> Plan(int slot)
    {
        var random = new Random(Mix(seed, slot));
        List<PlannedFault> faults = [];

        // Often one, seldom two, hardly ever three.
        while (faults.Count < 3 && random.NextDouble() < rate)
        {
            faults.Add(Draw(slot, random));
        }

        // All is drawn before anything is left out, so that leaving a kind out changes none of the others.
        return [.. faults.Where(fault => kinds?.Contains(fault.Kind) ?? true)];
    }

    /// <summary>SplitMix64: neighbours among seeds of <see cref="Random"/> begin alike.</summary>
    private static int Mix(int seed, int slot)
    {
        var mixed = unchecked((((ulong)(uint)seed << 32) | (uint)slot) + 0x9e3779b97f4a7c15);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94d049bb133111eb);
        return unchecked((int)(mixed ^ (mixed >> 31)));
    }

    private static PlannedFault Draw(int slot, Random random)
    {
        var ticket = random.Next(Deck.Sum(card => card.Weight));
        var card = Deck.First(card => (ticket -= card.Weight) < 0);
        return new(
            slot, card.Phases[random.Next(card.Phases.Length)], card.Kind, random.Next(4) > 0,
            random.Next(1, card.LengthMax + 1), random.Next(1 << 16));
    }
}
