using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

/// <summary>All invariants over a history.</summary>
internal static class Checker
{
    public static readonly IReadOnlyList<IInvariant> Invariants =
    [
        new EverySlotHasABlock(),
        new OneAnswerPerPayload(),
        new AnsweredBlocksAreValid(),
        new AnswersAreInTime(),
        new NothingIsStartedTwice(),
        new OneBlockOnePayload(),
        new HeadsNeverStepBack(),
        new BuilderIsUsedAgain(),
    ];

    public static IReadOnlyList<Violation> Check(History history, Limits limits) =>
        [.. Invariants.SelectMany(invariant => invariant.Check(history, limits)).OrderBy(violation => violation.Slot)];
}
