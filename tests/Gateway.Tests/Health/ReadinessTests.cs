using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class ReadinessTests
{
    [Fact]
    public void Ready_LocalNeverToldItsHead_IsNotReady()
    {
        var at = new HealthSetup();
        at.State.LocalAnswered();

        var ready = at.State.Ready();

        Assert.False(ready.IsReady);
        Assert.Equal("Local has not told its head yet.", ready.Reason);
    }

    [Fact]
    public void Ready_LocalToldItsHead_IsReady()
    {
        var at = new HealthSetup().PollBoth();

        var ready = at.State.Ready();

        Assert.True(ready.IsReady);
    }

    [Fact]
    public void Ready_LocalIsSyncing_IsNotReadyUntilItSaysOtherwise()
    {
        var at = new HealthSetup().PollBoth();
        at.State.LocalSyncing(true);
        Assert.Equal("Local is syncing.", at.State.Ready().Reason);

        at.State.LocalSyncing(false);

        Assert.True(at.State.Ready().IsReady);
    }

    [Fact]
    public void Ready_WarmingUp_IsNotReadyUntilThatIsOver()
    {
        var at = new HealthSetup().PollBoth();
        at.State.WarmUpBegins();
        Assert.Equal("The gateway is warming up.", at.State.Ready().Reason);

        at.State.WarmUpEnded();

        Assert.True(at.State.Ready().IsReady);
    }

    [Fact]
    public void Ready_LocalGoesAwayLater_StaysReady()
    {
        var at = new HealthSetup().PollBoth();

        at.State.LocalFailed(UpstreamFailure.Unreachable);
        at.State.LocalFailed(UpstreamFailure.Unreachable);

        Assert.True(at.State.Ready().IsReady);
    }

    [Fact]
    public void Ready_GatewayIsStopping_IsNotReady()
    {
        var at = new HealthSetup().PollBoth();

        at.State.Stopping();

        Assert.False(at.State.Ready().IsReady);
    }
}
