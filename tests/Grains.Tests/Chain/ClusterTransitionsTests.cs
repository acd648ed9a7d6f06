using Sidecar.Contracts;
using Sidecar.Contracts.Chain;
using Sidecar.Grains.Chain;
using static Sidecar.Grains.Tests.Sample;

namespace Sidecar.Grains.Tests.Chain;

public sealed class ClusterTransitionsTests
{
    private readonly ClusterGrainOptions _options = new();
    private ClusterState _state = new();

    [Fact]
    public void SetMode_First_IsInForce()
    {
        Set(Change(1));

        Assert.Equal([Change(1)], _state.Modes);
    }

    [Fact]
    public void SetMode_SameChangeAgain_ChangesNothing()
    {
        Set(Change(1), Change(2, follows: 1));
        var before = _state;

        Set(Change(1));

        Assert.Same(before, _state);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 2, true)]
    [InlineData(null, 2, true)]
    [InlineData(null, 1, false)]
    [InlineData(null, 0, false)]
    [InlineData(7, 2, true)]
    [InlineData(7, 1, false)]
    [InlineData(7, 0, false)]
    public void SetMode_OverAChangeOfSecondOne_HoldsIfItFollowsItOrIsNewer(int? follows, int second, bool holds)
    {
        Set(Change(1, at: 1));

        Set(Change(2, follows, second));

        Assert.Equal(holds ? 2 : 1, _state.Modes.Count);
    }

    [Fact]
    public void SetMode_StateWasLost_HoldsThoughItFollowsSomethingUnknown()
    {
        Set(Change(2, follows: 1));

        Assert.Equal([Change(2, follows: 1)], _state.Modes);
    }

    [Fact]
    public void SetMode_MoreChangesThanAreKept_ForgetsTheOldest()
    {
        for (var number = 1; number <= 33; number++)
        {
            Set(Change(number, follows: number - 1));
        }

        Assert.Equal(32, _state.Modes.Count);
        Assert.Equal((Change(2).ChangeId, Change(33).ChangeId), (_state.Modes[0].ChangeId, _state.Modes[^1].ChangeId));
    }

    [Fact]
    public void Report_EachGateway_HasOneEntryTheNewest()
    {
        Report("a", second: -3);
        Report("b", second: -2);
        Report("a", second: -1);

        Assert.Equal([("b", Now.AddSeconds(-2)), ("a", Now.AddSeconds(-1))], Seen());
    }

    [Fact]
    public void Report_LateWord_ChangesNothing()
    {
        Report("a", second: -1);
        var before = _state;

        Report("a", second: -2);

        Assert.Same(before, _state);
    }

    [Fact]
    public void Report_OthersNotHeardOfForAMinute_AreDropped()
    {
        Report("a", second: -60);
        Report("b", second: 0);
        Report("c", second: 1, now: 1);

        Assert.Equal(["b", "c"], _state.Gateways.Select(report => report.GatewayId));
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(61)]
    public void Report_OfAClockThatIsAMinuteOff_IsNotKept(int second)
    {
        Report("a", second);

        Assert.Empty(_state.Gateways);
    }

    [Fact]
    public void Report_MoreGatewaysThanAreKept_ForgetsTheOldest()
    {
        for (var gateway = 0; gateway < 65; gateway++)
        {
            Report($"{gateway}", second: 0);
        }

        Assert.Equal(64, _state.Gateways.Count);
        Assert.Equal("1", _state.Gateways[0].GatewayId);
    }

    [Fact]
    public void Seen_NobodySpokeForAMinute_IsNobody()
    {
        Report("a", second: 0);

        Assert.Empty(ClusterTransitions.Seen(_state, Now.AddSeconds(61), _options).Gateways);
        Assert.Same(_state, ClusterTransitions.Seen(_state, Now.AddSeconds(60), _options));
    }

    private static ModeChange Change(int number, int? follows = null, int at = 0) => new(
        Name(number),
        ExecutionMode.Disabled,
        "operator",
        "a test",
        Now.AddSeconds(at),
        follows is { } followed ? Name(followed) : null);

    private static Guid Name(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    private void Set(params ModeChange[] changes) => _state = changes.Aggregate(
        _state, (state, change) => ClusterTransitions.SetMode(state, change, _options));

    private void Report(string gateway, int second, int now = 0) => _state = ClusterTransitions.ReportGateway(
        _state,
        new GatewayReport(gateway, "1", "local:1", 1, 2, Now.AddSeconds(second)),
        Now.AddSeconds(now),
        _options);

    private IEnumerable<(string GatewayId, DateTimeOffset At)> Seen() =>
        _state.Gateways.Select(report => (report.GatewayId, report.At));
}
