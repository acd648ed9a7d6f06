using Sidecar.Contracts;
using Sidecar.Contracts.Builders;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Tests.Engine;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class BuilderSyncTests
{
    private const ulong Second = 1_700_000_000;

    private static readonly TimeSpan ProofAge = TimeSpan.FromSeconds(4);
    private static readonly BlockHead Local = Head(100, 100);

    private readonly ManualTimeProvider _time = new();
    private readonly BuilderSync _sync;

    public BuilderSyncTests() => _sync = new BuilderSync(_time, TimeSpan.FromSeconds(10), ProofAge);

    private static readonly Dictionary<string, Func<BuilderSync, bool>> Events = new()
    {
        ["forkchoice VALID"] = sync => Forkchoice(sync, PayloadStatus.Valid),
        ["forkchoice INVALID"] = sync => Forkchoice(sync, PayloadStatus.Invalid),
        ["forkchoice SYNCING"] = sync => Forkchoice(sync, PayloadStatus.Syncing),
        ["forkchoice ACCEPTED"] = sync => Forkchoice(sync, PayloadStatus.Accepted),
        ["forkchoice unreadable"] = sync => Forkchoice(sync, PayloadStatus.Unknown),
        ["block VALID"] = sync => Block(sync, PayloadStatus.Valid),
        ["block INVALID"] = sync => Block(sync, PayloadStatus.Invalid),
        ["block SYNCING"] = sync => Block(sync, PayloadStatus.Syncing),
        ["block ACCEPTED"] = sync => Block(sync, PayloadStatus.Accepted),
        ["block unreadable"] = sync => Block(sync, PayloadStatus.Unknown),
        ["no connection"] = sync => Do(sync.ConnectionFailed),
        ["try again"] = sync => Do(sync.TryAgain),
        ["forget"] = sync => Do(sync.Forget),
        ["poll unreachable"] = sync => sync.Polled(UpstreamFailure.Unreachable, null, Local, isBehind: false),
        ["poll timed out"] = sync => sync.Polled(UpstreamFailure.TimedOut, null, Local, isBehind: false),
        ["poll canceled"] = sync => sync.Polled(UpstreamFailure.Canceled, null, Local, isBehind: false),
        ["poll http error"] = sync => sync.Polled(UpstreamFailure.HttpError, null, Local, isBehind: false),
        ["poll malformed"] = sync => sync.Polled(UpstreamFailure.Malformed, null, Local, isBehind: false),
        ["poll too large"] = sync => sync.Polled(UpstreamFailure.TooLarge, null, Local, isBehind: false),
        ["poll, local unknown"] = sync => sync.Polled(UpstreamFailure.None, Head(100, 100), null, isBehind: false),
        ["poll same head"] = sync => sync.Polled(UpstreamFailure.None, Local, Local, isBehind: false),
        ["poll other head of that height"] =
            sync => sync.Polled(UpstreamFailure.None, Head(100, 7), Local, isBehind: false),
        ["poll ahead"] = sync => sync.Polled(UpstreamFailure.None, Head(101, 101), Local, isBehind: false),
        ["poll a little behind"] = sync => sync.Polled(UpstreamFailure.None, Head(95, 95), Local, isBehind: false),
        ["poll same head, blocks missing"] = sync => sync.Polled(UpstreamFailure.None, Local, Local, isBehind: true),
        ["poll far behind"] = sync => sync.Polled(UpstreamFailure.None, Head(50, 50), Local, isBehind: false),
    };

    /// <summary>What Unknown, Synced, Syncing and Unreachable become by each event; ! asks for a replay.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "forkchoice VALID", "Synced Synced Synced Synced" },
        { "forkchoice INVALID", "Syncing Syncing Syncing Syncing" },
        { "forkchoice SYNCING", "Syncing Syncing Syncing Syncing" },
        { "forkchoice ACCEPTED", "Syncing Syncing Syncing Syncing" },
        { "forkchoice unreadable", "Unknown Synced Syncing Unreachable" },
        { "block VALID", "Unknown Synced Syncing Unreachable" },
        { "block INVALID", "Syncing Syncing Syncing Syncing" },
        { "block SYNCING", "Syncing Syncing Syncing Syncing" },
        { "block ACCEPTED", "Syncing Syncing Syncing Syncing" },
        { "block unreadable", "Unknown Synced Syncing Unreachable" },
        { "no connection", "Unreachable Unreachable Unreachable Unreachable" },
        { "try again", "Unknown Synced Unknown Unreachable" },
        { "forget", "Unknown Unknown Unknown Unknown" },
        { "poll unreachable", "Unreachable Unreachable Unreachable Unreachable" },
        { "poll timed out", "Unknown Synced Syncing Unreachable" },
        { "poll canceled", "Unknown Synced Syncing Unreachable" },
        { "poll http error", "Unknown Synced Unknown Unknown" },
        { "poll malformed", "Unknown Synced Unknown Unknown" },
        { "poll too large", "Unknown Synced Unknown Unknown" },
        { "poll, local unknown", "Unknown Synced Unknown Unknown" },
        { "poll same head", "Synced Synced Synced Synced" },
        { "poll other head of that height", "Unknown Synced Unknown Unknown" },
        { "poll ahead", "Unknown Synced Unknown Unknown" },
        { "poll a little behind", "Unknown Synced Syncing! Syncing!" },
        { "poll same head, blocks missing", "Unknown Synced Syncing! Syncing!" },
        { "poll far behind", "Syncing! Syncing! Syncing! Syncing!" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void State_EveryEventInEveryState_BecomesWhatTheTableSays(string name, string becomes)
    {
        var expected = becomes.Split(' ');
        foreach (var state in Enum.GetValues<BuilderSyncState>())
        {
            var sync = In(state);
            var changes = new List<(BuilderSyncState, BuilderSyncState)>();
            sync.Changed += (before, after) => changes.Add((before, after));

            var shouldReplay = Events[name](sync);

            Assert.Equal($"{state} -> {expected[(int)state]}", $"{state} -> {sync.State}{(shouldReplay ? "!" : "")}");
            Assert.Equal(sync.State == state ? [] : [(state, sync.State)], changes);
        }
    }

    [Fact]
    public void Table_Events_AreAllThereAre()
    {
        Assert.Equal(Events.Keys.Order(), Table.Select(row => (string)row[0]).Order());
    }

    [Fact]
    public void Polled_FarBehindRightAfterAProof_IsNotBelieved()
    {
        _sync.ForkchoiceAnswered(PayloadStatus.Valid);
        _time.Advance(ProofAge);

        var shouldReplay = _sync.Polled(UpstreamFailure.None, Head(50, 50), Local, isBehind: false);

        Assert.False(shouldReplay);
        Assert.Equal(BuilderSyncState.Synced, _sync.State);
    }

    [Theory]
    [InlineData(10, BuilderSyncState.Unknown)]
    [InlineData(11, BuilderSyncState.Syncing)]
    public void Polled_LagAtAndOverTheLimit_FallsBehindOnlyOver(int seconds, object state)
    {
        _sync.Polled(UpstreamFailure.None, Head(100 - seconds, 1), Local, isBehind: false);

        Assert.Equal(state, _sync.State);
    }

    [Fact]
    public void Polled_ALittleBehindRightAfterItWasForgotten_AsksForAReplay()
    {
        _sync.Forget();

        var shouldReplay = _sync.Polled(UpstreamFailure.None, Head(95, 95), Local, isBehind: false);

        Assert.True(shouldReplay);
        Assert.Equal(BuilderSyncState.Syncing, _sync.State);
    }

    [Fact]
    public void Polled_BehindWithALaterTimestamp_HasNoLag()
    {
        var builder = new BlockHead(50, Sample.Hash(50), Second + 500);

        Assert.False(_sync.Polled(UpstreamFailure.None, builder, Local, isBehind: false));

        Assert.Equal(BuilderSyncState.Unknown, _sync.State);
    }

    [Fact]
    public void Polled_LagOfAllTime_FallsBehind()
    {
        var builder = new BlockHead(0, Sample.Hash(0), 0);
        var local = new BlockHead(ulong.MaxValue, Sample.Hash(1), ulong.MaxValue);

        Assert.True(_sync.Polled(UpstreamFailure.None, builder, local, isBehind: false));
    }

    private static BlockHead Head(int number, int hash) =>
        new((ulong)number, Sample.Hash(hash), Second + (ulong)number);

    private static bool Forkchoice(BuilderSync sync, PayloadStatus status) => Do(() => sync.ForkchoiceAnswered(status));

    private static bool Block(BuilderSync sync, PayloadStatus status) => Do(() => sync.NewPayloadAnswered(status));

    private static bool Do(Action action)
    {
        action();
        return false;
    }

    private BuilderSync In(BuilderSyncState state)
    {
        var sync = new BuilderSync(_time, TimeSpan.FromSeconds(10), ProofAge);
        switch (state)
        {
            case BuilderSyncState.Synced:
                sync.ForkchoiceAnswered(PayloadStatus.Valid);
                _time.Advance(ProofAge + TimeSpan.FromSeconds(1));
                break;
            case BuilderSyncState.Syncing:
                sync.ForkchoiceAnswered(PayloadStatus.Syncing);
                break;
            case BuilderSyncState.Unreachable:
                sync.ConnectionFailed();
                break;
            default:
                break;
        }

        Assert.Equal(state, sync.State);
        return sync;
    }
}
