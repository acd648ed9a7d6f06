using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Checking;

[Trait("Category", "Unit")]
public sealed class CheckerTests
{
    [Fact]
    public void GoodHistory_Checked_HasNoViolations()
    {
        var history = Good().End();

        Assert.Empty(Checker.Check(history, new()));
    }

    [Fact]
    public void EveryInvariant_HasAName_AndNoTwoTheSame() =>
        Assert.Distinct(Checker.Invariants.Select(invariant => invariant.Name));

    [Fact]
    public void Violation_Printed_TellsSlotPhaseEntityExpectedAndActual()
    {
        var violation = new Violation("one", 3, SlotPhase.AfterAnswer, "a1", "x", "y");

        var text = violation.ToString();

        Assert.Equal("one: slot 3, AfterAnswer, a1\n    expected: x\n    actual:   y", text);
    }

    [Fact]
    public void Slot_WithoutABlock_IsFound() =>
        AssertFound(Good().Slot(9, "B2", null), "every-slot-has-a-block", slot: 9);

    [Fact]
    public void Slot_NotOnTheOneBefore_IsFound() =>
        AssertFound(Good().Slot(9, "B1", "B9"), "every-slot-has-a-block", slot: 9);

    [Fact]
    public void Payload_AnsweredDifferentlyByAnotherGateway_IsFound() => AssertFound(
        Good().Made("a", "a2", "L1", 1.3).Answer("a2", "0x01", "L1", 1.3), "one-answer-per-payload", slot: 1);

    [Fact]
    public void Payload_AnsweredDifferentlyByTheOtherSequencer_IsFound() => AssertFound(
        Good().Made("b", "b1", "L1", 1.3).Answer("b1", "0x01", "L1", 1.3), "one-answer-per-payload", slot: 1);

    [Fact]
    public void Payload_AnsweredDifferentlyAfterARestart_IsFound() => AssertFound(
        Good().Out(OutageKind.GatewayDown, "a1", 1.2, 1.8).Made("a", "a1", "L1", 1.9)
            .Answer("a1", "0x01", "L1", 1.9, incarnation: 2),
        "one-answer-per-payload", slot: 1);

    [Theory]
    [InlineData(1.2, 1.25)]
    [InlineData(0.0, 0.5)]
    [InlineData(0.0, 99.0)]
    public void Payload_AnsweredDifferentlyWhileRedisWasUnwell_IsCountedAndNoViolation(double from, double to)
    {
        var history = Good().Out(OutageKind.RedisUnwell, "redis", from, to).Made("a", "a2", "L1", 1.3)
            .Answer("a2", "0x01", "L1", 1.3).End();

        var violations = Checker.Check(history, new());

        Assert.Empty(violations);
        Assert.Equal((1, 0, 1), OneAnswerPerPayload.Count(history, new()));
    }

    [Fact]
    public void Payload_AnsweredDifferentlyByTheSameProcess_IsFoundEvenWithoutRedis() => AssertFound(
        Good().Out(OutageKind.RedisUnwell, "redis", 0, 99).Made("a", "a1", "L1", 1.3).Answer("a1", "0x01", "L1", 1.3),
        "one-answer-per-payload", slot: 1);

    [Theory]
    [InlineData(0.011, true)]
    [InlineData(0.013, false)]
    public void Payload_AnsweredDifferentlyOnABusyMachine_IsFoundUnlessACallToTheClusterCouldBeLate(
        double late, bool isFound)
    {
        var history = Good().Stall(at: 0.7, late).Made("a", "a2", "L1", 1.3).Answer("a2", "0x01", "L1", 1.3).End();

        var violations = Checker.Check(history, new());

        Assert.Equal(isFound ? 1 : 0, violations.Count);
    }

    [Fact]
    public void BuildersBlock_NeverSentToLocal_IsFound() => AssertFound(
        Good().Made("builder", "a1", "X", 3).Answer("a1", "0x03", "X", 3), "answered-blocks-are-valid", slot: 3);

    [Theory]
    [InlineData("INVALID")]
    [InlineData("SYNCING")]
    [InlineData("ACCEPTED")]
    public void BuildersBlock_NotValidAtLocal_IsFound(string status) => AssertFound(
        Good().Made("builder", "a1", "X", 3).Validated("a", "a1", "X", 3.001, status).Answer("a1", "0x03", "X", 3),
        "answered-blocks-are-valid", slot: 3);

    [Fact]
    public void BuildersBlock_ValidOnlyAtTheOtherLocal_IsFound() => AssertFound(
        Good().Made("builder", "a1", "X", 3).Validated("b", "b1", "X", 2.9).Answer("a1", "0x03", "X", 3),
        "answered-blocks-are-valid", slot: 3);

    [Fact]
    public void BuildersBlock_ValidAfterTheAnswer_IsFound() => AssertFound(
        Good().Made("builder", "a1", "X", 3).Validated("a", "a1", "X", 3.1).Answer("a1", "0x03", "X", 3),
        "answered-blocks-are-valid", slot: 3);

    [Fact]
    public void OtherLocalsBlock_NotValidatedHere_IsFound() => AssertFound(
        Good().Made("a", "a1", "X", 3).Answer("b1", "0x03", "X", 3), "answered-blocks-are-valid", slot: 3);

    [Fact]
    public void Answer_LaterThanGranted_IsFound() => AssertFound(
        Good().Call("a1", EngineMethod.NewPayload, at: 4, took: 0.3), "answers-are-in-time", slot: 4);

    [Theory]
    [InlineData(0.7, false)]
    [InlineData(0.8, true)]
    public void Answer_LateToTheFirstCallOfAProcess_IsFoundOnlyBeyondWhatThatIsGranted(double took, bool isFound)
    {
        var history = Good().Call("a1", EngineMethod.NewPayload, at: 4, took, incarnation: 2).End();

        var violations = Checker.Check(history, new());

        Assert.Equal(isFound ? 1 : 0, violations.Count);
    }

    [Fact]
    public void Answer_LateBecauseOfLocal_IsNoViolation() => AssertNone(
        Good().Call("a1", EngineMethod.NewPayload, at: 4, took: 0.5)
            .Received("a", "a1", EngineMethod.NewPayload, at: 4, took: 0.3));

    [Fact]
    public void Answer_LaterThanLocalAndGranted_IsFound() => AssertFound(
        Good().Call("a1", EngineMethod.NewPayload, at: 4, took: 0.7)
            .Received("a", "a1", EngineMethod.NewPayload, at: 4, took: 0.3),
        "answers-are-in-time", slot: 4);

    [Fact]
    public void Answer_LateBecauseOfTheMachine_IsNoViolation() => AssertNone(
        Good().Call("a1", EngineMethod.NewPayload, at: 4, took: 0.5).Stall(at: 4.2, late: 0.04));

    [Fact]
    public void Answer_LateBesideAStallThatWasOver_IsFound() => AssertFound(
        Good().Call("a1", EngineMethod.NewPayload, at: 4, took: 0.5).Stall(at: 3.9, late: 0.04),
        "answers-are-in-time", slot: 4);

    [Fact]
    public void GetPayload_WithinTheBuildersShareAndTheClustersBudget_IsNoViolation() => AssertNone(
        Good().Made("a", "a1", "L4", 4).Answer("a1", "0x04", "L4", at: 4, took: 0.75));

    [Fact]
    public void GetPayload_BeyondThem_IsFound() => AssertFound(
        Good().Made("a", "a1", "L4", 4).Answer("a1", "0x04", "L4", at: 4, took: 0.85), "answers-are-in-time", slot: 4);

    [Theory]
    [InlineData(CallOutcome.Failed, 0.01)]
    [InlineData(CallOutcome.TimedOut, 1.0)]
    [InlineData(CallOutcome.Refused, 0.01)]
    public void Gateway_UpAndNotAnswering_IsFound(object outcome, double took) => AssertFound(
        Good().Call("a1", EngineMethod.StartBuild, at: 4, took, (CallOutcome)outcome),
        "answers-are-in-time", slot: 4);

    [Theory]
    [InlineData(OutageKind.GatewayDown, 3.5, 5.0)]
    [InlineData(OutageKind.GatewayPaused, 4.005, 4.5)]
    [InlineData(OutageKind.GatewayPaused, 3.0, 3.9)]
    public void Gateway_KilledOrFrozenAndNotAnswering_IsNoViolation(object kind, double from, double to) => AssertNone(
        Good().Out((OutageKind)kind, "a1", from, to)
            .Call("a1", EngineMethod.StartBuild, at: 4, took: 1, CallOutcome.TimedOut));

    [Fact]
    public void OtherSequencer_RefusingAPayloadItNeverBuilt_IsNoViolation() => AssertNone(
        Good().Call("b1", EngineMethod.GetPayload, 1.3, 0.01, CallOutcome.Refused, "0x01", isRepeat: true));

    [Fact]
    public void OtherSequencer_RefusingAPayloadBeforeItsLocalBuildsIt_IsNoViolation() => AssertNone(
        Good().Received("b", "b1", EngineMethod.StartBuild, 1.5, payloadId: "0x01")
            .Call("b1", EngineMethod.GetPayload, 1.3, 0.01, CallOutcome.Refused, "0x01", isRepeat: true));

    [Fact]
    public void OtherSequencer_RefusingAPayloadItsLocalBuilds_IsFound() => AssertFound(
        Good().Received("b", "b1", EngineMethod.StartBuild, 1.1, payloadId: "0x01")
            .Call("b1", EngineMethod.GetPayload, 1.3, 0.01, CallOutcome.Refused, "0x01", isRepeat: true),
        "answers-are-in-time", slot: 1);

    [Fact]
    public void Build_StartedAgainByAnotherGateway_IsFound() =>
        AssertFound(Good().Started("a2", "B0", "build1", at: 1.2), "nothing-is-started-twice", slot: 1);

    [Fact]
    public void Build_StartedAgainByTheOtherSequencer_IsFound() =>
        AssertFound(Good().Started("b1", "B0", "build1", at: 1.2), "nothing-is-started-twice", slot: 1);

    [Fact]
    public void Build_StartedAgainByTheSameProcess_IsFoundEvenWithoutRedis() => AssertFound(
        Good().Out(OutageKind.RedisUnwell, "redis", 0, 99).Started("a1", "B0", "build1", at: 1.2),
        "nothing-is-started-twice", slot: 1);

    [Fact]
    public void Build_StartedAgainBeforeItCouldBeRecorded_IsNoViolation() =>
        AssertNone(Good().Started("a2", "B0", "build1", at: 1.08));

    [Fact]
    public void Build_NeverAcknowledged_MayBeStartedAgain() => AssertNone(
        Good().Started("a1", "B2", "build3", at: 3, isAcknowledged: false).Started("a2", "B2", "build3", at: 3.3));

    [Theory]
    [InlineData(OutageKind.RedisUnwell, "redis", 1.1, 1.15)]
    [InlineData(OutageKind.GatewayDown, "a1", 1.05, 2.0)]
    [InlineData(OutageKind.GatewayPaused, "a2", 1.05, 1.15)]
    [InlineData(OutageKind.BuilderDown, "builder", 1.1, 1.15)]
    [InlineData(OutageKind.BuilderFaulty, "builder", 0.9, 1.15)]
    public void Build_NotKnownToTheSecondGateway_MayBeStartedAgain(object kind, string entity, double from, double to) =>
        AssertNone(Good().Out((OutageKind)kind, entity, from, to).Started("a2", "B0", "build1", at: 1.2));

    [Fact]
    public void BuildersBlock_AnsweredForTwoPayloads_IsFound() =>
        AssertFound(Good().Answer("a1", "0x05", "B1", at: 5), "one-block-one-payload", slot: 5);

    [Fact]
    public void Head_SteppedBackByADeposedSequencer_IsFound() => AssertFound(
        Good().Lead("b", 3).Head("b1", "B2", 3.1).Head("a1", "B1", 3.7), "heads-never-step-back", slot: 2);

    [Fact]
    public void Build_OnAnAncestorByADeposedSequencer_IsFound() => AssertFound(
        Good().Lead("b", 3).Head("b1", "B2", 3.1).Started("a1", "B1", "other", 3.7),
        "heads-never-step-back", slot: 2);

    [Fact]
    public void Head_OfTheLeader_MayStepBack() =>
        AssertNone(Good().Lead("b", 3).Head("b1", "B2", 3.1).Head("b1", "B1", 3.7));

    [Fact]
    public void Head_TheSameByADeposedSequencer_IsNoViolation() =>
        AssertNone(Good().Lead("b", 3).Head("b1", "B2", 3.1).Head("a1", "B2", 3.7));

    [Theory]
    [InlineData(3.05)]
    [InlineData(3.45)]
    public void Head_SteppedBackBeforeTheOtherWriterCouldBeKnown_IsNoViolation(double at) =>
        AssertNone(Good().Lead("b", 3).Head("b1", "B2", 3.1).Head("a1", "B1", at));

    [Theory]
    [InlineData(OutageKind.RedisUnwell, "redis", 3.0, 3.5)]
    [InlineData(OutageKind.RedisUnwell, "redis", 1.0, 1.5)]
    [InlineData(OutageKind.GatewayPaused, "a1", 3.0, 3.5)]
    public void Head_SteppedBackByAGatewayThatCouldNotKnow_IsNoViolation(
        object kind, string entity, double from, double to) => AssertNone(
        Good().Out((OutageKind)kind, entity, from, to).Lead("b", 3).Head("b1", "B2", 3.1).Head("a1", "B1", 3.7));

    [Fact]
    public void Builder_NotUsedAtTheEnd_IsFound() => AssertFound(
        Good().QuietFrom(3).Made("a", "a1", "L3", 3).Slot(3, "B2", "L3"), "builder-is-used-again", slot: 3);

    [Fact]
    public void Builder_UsedAtTheEnd_IsNoViolation() => AssertNone(Good().QuietFrom(2));

    /// <summary>Two slots with a builder's block each, and everything as it should be.</summary>
    private static HistoryScript Good() => new HistoryScript()
        .Chain("B0", "B1", "B2")
        .Call("a1", EngineMethod.StartBuild, 1, payloadId: "0x01").Started("a1", "B0", "build1", 1)
        .Made("builder", "a1", "B1", 1.1).Validated("a", "a1", "B1", 1.11).Answer("a1", "0x01", "B1", 1.1, took: 0.03)
        .Slot(1, "B0", "B1").Head("a1", "B1", 1.2)
        .Call("a1", EngineMethod.StartBuild, 2, payloadId: "0x02").Started("a1", "B1", "build2", 2)
        .Made("builder", "a1", "B2", 2.1).Validated("a", "a1", "B2", 2.11).Answer("a1", "0x02", "B2", 2.1, took: 0.03)
        .Slot(2, "B1", "B2").Head("a1", "B2", 2.2)
        .Call("b1", EngineMethod.NewPayload, 2.3, block: "B2").Call("a1", EngineMethod.NewPayload, 2.3, block: "B2");

    private static void AssertFound(HistoryScript script, string invariant, int slot)
    {
        var violation = Assert.Single(Checker.Check(script.End(), new()));

        Assert.Equal((invariant, slot), (violation.Invariant, violation.Slot));
    }

    private static void AssertNone(HistoryScript script) => Assert.Empty(Checker.Check(script.End(), new()));
}
