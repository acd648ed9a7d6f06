using Sidecar.Contracts;
using Sidecar.Contracts.Payloads;
using Sidecar.Grains.Payloads;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Payloads;

public sealed class PayloadTransitionsTests
{
    private readonly PayloadGrainOptions _options = new();

    [Fact]
    public void Open_Unknown_IsRecorded()
    {
        var (state, record) = PayloadTransitions.Open(new(), Build(1), _options);

        Assert.Equal(Build(1), record.Build);
        Assert.Same(record, Assert.Single(state.Builds));
    }

    [Fact]
    public void Open_KnownDigest_KeepsTheFirstRecord()
    {
        var first = Opened(1);

        var (state, record) = PayloadTransitions.Open(first, Build(1) with { OpenedBy = "b" }, _options);

        Assert.Same(first, state);
        Assert.Equal("a", record.Build.OpenedBy);
    }

    [Fact]
    public void Open_FirstRecordWithoutAttributes_FillsThemInAndNothingElse()
    {
        var (bare, _) = PayloadTransitions.Open(new(), Build(1, attributes: null), _options);

        var (state, record) = PayloadTransitions.Open(
            bare, Build(1, attributes: """{"a":1}""") with { OpenedBy = "b" }, _options);

        Assert.Equal(Build(1, attributes: """{"a":1}"""), record.Build);
        Assert.Same(record, Assert.Single(state.Builds));
    }

    [Fact]
    public void Open_OverTheLimit_DropsTheOldestThoughItWasDecided()
    {
        var (state, _) = PayloadTransitions.Decide(Opened(1, 2, 3, 4), Build(1), Decision(1), _options);

        var (next, _) = PayloadTransitions.Open(state, Build(5), _options);

        Assert.Equal([2, 3, 4, 5], Numbers(next));
    }

    [Fact]
    public void Open_OlderThanWhatIsKnown_IsNotTheNewest()
    {
        var (state, _) = PayloadTransitions.Open(Opened(2, 3), Build(1), _options);

        Assert.Equal([1, 2, 3], Numbers(state));
        Assert.Equal(Digest(3), PayloadTransitions.Newest(state)!.Build.Digest);
    }

    [Fact]
    public void Open_OpenedAtTheSameTime_IsTheNewest()
    {
        var (state, _) = PayloadTransitions.Open(Opened(1), Build(2) with { OpenedAt = Build(1).OpenedAt }, _options);

        Assert.Equal([1, 2], Numbers(state));
    }

    [Fact]
    public void Decide_OfABuildThatIsOverButAmongTheLast_IsKept()
    {
        var (state, _) = PayloadTransitions.Decide(Opened(2, 3, 4, 5), Build(1), Decision(1), _options);

        var (_, winner) = PayloadTransitions.Decide(state, Build(1), Decision(9), _options);

        Assert.Equal(Decision(1), winner);
        Assert.Equal([1, 3, 4, 5], Numbers(state));
    }

    [Fact]
    public void RecordBuilder_UnknownBuild_CreatesIt()
    {
        var state = PayloadTransitions.RecordBuilder(new(), Build(1), Run("x", 7), _options);

        Assert.Equal([Run("x", 7)], Assert.Single(state.Builds).Builders);
    }

    [Fact]
    public void RecordBuilder_IdKnown_StaysWhateverComes()
    {
        var known = PayloadTransitions.RecordBuilder(new(), Build(1), Run("x", 7), _options);

        Assert.Same(known, PayloadTransitions.RecordBuilder(known, Build(1), Run("x", 8), _options));
        Assert.Same(known, PayloadTransitions.RecordBuilder(
            known, Build(1), Failed("x", FallbackReason.BuilderError), _options));
    }

    [Fact]
    public void RecordBuilder_FailureKnown_GivesWayToAnIdOnly()
    {
        var failed = PayloadTransitions.RecordBuilder(
            new(), Build(1), Failed("x", FallbackReason.BuilderTimeout), _options);

        Assert.Same(failed, PayloadTransitions.RecordBuilder(
            failed, Build(1), Failed("x", FallbackReason.BuilderError), _options));
        var state = PayloadTransitions.RecordBuilder(failed, Build(1), Run("x", 7), _options);
        Assert.Equal([Run("x", 7)], Assert.Single(state.Builds).Builders);
    }

    [Fact]
    public void RecordBuilder_OverTheLimit_KeepsTheFirst()
    {
        var full = Enumerable.Range(1, 8).Aggregate(new PayloadState(), (state, number) =>
            PayloadTransitions.RecordBuilder(state, Build(1), Run($"{number}", number), _options));

        Assert.Equal(8, Assert.Single(full.Builds).Builders.Count);
        Assert.Same(full, PayloadTransitions.RecordBuilder(full, Build(1), Run("9", 9), _options));
    }

    [Fact]
    public void Decide_Twice_ReturnsTheFirst()
    {
        var (decided, first) = PayloadTransitions.Decide(new(), Build(1), Decision(1), _options);

        var (state, second) = PayloadTransitions.Decide(decided, Build(1), Decision(2, "b"), _options);

        Assert.Same(decided, state);
        Assert.Equal((Decision(1), Decision(1)), (first, second));
    }

    [Fact]
    public void Decide_UnknownBeforeTheBuildWasTold_IsTheBuildsDecisionToo()
    {
        var (decided, first) = PayloadTransitions.Decide(new(), UnknownOn(1), Decision(1, "b"), _options);
        var (told, _) = PayloadTransitions.Open(decided, Build(1), _options);

        var (state, winner) = PayloadTransitions.Decide(told, Build(1), Decision(2), _options);

        Assert.Equal((Decision(1, "b"), Decision(1, "b")), (first, winner));
        Assert.All(state.Builds, record => Assert.Equal(Decision(1, "b"), record.Decision));
    }

    [Fact]
    public void Decide_UnknownAfterTheBuildWasDecided_ReturnsThatDecision()
    {
        var (decided, _) = PayloadTransitions.Decide(new(), Build(1), Decision(1), _options);

        var (state, winner) = PayloadTransitions.Decide(decided, UnknownOn(1), Decision(2, "b"), _options);

        Assert.Same(decided, state);
        Assert.Equal(Decision(1), winner);
    }

    [Fact]
    public void Decide_UnknownAfterTheBuildWasTold_DecidesTheBuild()
    {
        var (told, _) = PayloadTransitions.Open(new(), Build(1), _options);

        var (state, _) = PayloadTransitions.Decide(told, UnknownOn(1), Decision(2, "b"), _options);

        var record = Assert.Single(state.Builds);
        Assert.Equal((Build(1), Decision(2, "b")), (record.Build, record.Decision));
    }

    [Fact]
    public void Decide_UnknownOnAnotherParent_IsAnotherBuild()
    {
        var (decided, _) = PayloadTransitions.Decide(new(), UnknownOn(1), Decision(1), _options);

        var (again, reused) = PayloadTransitions.Decide(decided, UnknownOn(2), Decision(2), _options);
        var (_, known) = PayloadTransitions.Decide(again, Build(3), Decision(3), _options);

        Assert.Equal((Decision(2), Decision(3)), (reused, known));
    }

    [Fact]
    public void Decide_AnotherBuildOfTheId_HasADecisionOfItsOwn()
    {
        var (decided, _) = PayloadTransitions.Decide(new(), Build(1), Decision(1), _options);

        var (_, winner) = PayloadTransitions.Decide(decided, Build(2), Decision(2), _options);

        Assert.Equal(Decision(2), winner);
    }

    [Fact]
    public void Newest_NothingKnown_IsNull() => Assert.Null(PayloadTransitions.Newest(new()));

    private PayloadState Opened(params int[] numbers) => numbers.Aggregate(
        new PayloadState(), (state, number) => PayloadTransitions.Open(state, Build(number), _options).State);

    private static IEnumerable<int> Numbers(PayloadState state) =>
        state.Builds.Select(record => (int)record.Build.Digest.Low);

    /// <summary>The same build as that number's, told by a gateway that only has local's answer to it.</summary>
    private static PayloadBuild UnknownOn(int number) => Build(number, attributes: null) with
    {
        Digest = new BuildDigest(0xff, (ulong)number),
        Timestamp = 0,
        IsUnknown = true,
        OpenedBy = "b",
    };
}
