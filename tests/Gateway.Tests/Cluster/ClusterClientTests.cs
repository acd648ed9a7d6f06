using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Orleans.Storage;
using Sidecar.Contracts.Chain;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Telemetry;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class ClusterClientTests : IDisposable
{
    private readonly ClusterHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Ask_BeforeTheFirstLook_IsSkipped()
    {
        var reply = await AskAsync();

        Assert.False(reply);
        await _host.Cluster.DidNotReceive().Look(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Ask_ClusterReached_GetsTheAnswer()
    {
        await _host.ReachAsync();

        Assert.True(await AskAsync());
    }

    [Fact]
    public async Task Ask_GrainSilent_EndsWithTheBudget()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<ClusterState>().Task);
        var asking = AskAsync();

        _host.Time.Advance(_host.Options.CallBudget - TimeSpan.FromMilliseconds(1));
        var wasWaiting = !asking.IsCompleted;
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(wasWaiting);
        Assert.False(await asking);
    }

    [Fact]
    public async Task Ask_GrainSilent_IsToldToStop()
    {
        await _host.ReachAsync();
        CancellationToken token = default;
        _host.Cluster.Look(Arg.Do<CancellationToken>(given => token = given))
            .Returns(new TaskCompletionSource<ClusterState>().Task);
        var asking = AskAsync();

        _host.Time.Advance(_host.Options.CallBudget);
        await asking;

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task Ask_AfterLateAnswersInARow_IsSkippedUntilALookSucceeds()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>())
            .Returns(new TaskCompletionSource<ClusterState>().Task);
        await AskInVainAsync();
        await AskInVainAsync();

        var whileAway = await AskAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>()).Returns(new ClusterState());
        await _host.ReachAsync();
        var afterwards = await AskAsync();

        Assert.False(whileAway);
        Assert.True(afterwards);
    }

    [Fact]
    public async Task Ask_OneLateAnswer_IsNoReasonToGoAlone()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>())
            .Returns(_ => new TaskCompletionSource<ClusterState>().Task, _ => Task.FromResult(new ClusterState()));

        await AskInVainAsync();

        Assert.True(_host.Client.IsReachable);
        Assert.True(await AskAsync());
    }

    [Fact]
    public async Task AskThroughHiccup_OneAnswerWasLate_IsMadeAgain()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>())
            .Returns(_ => new TaskCompletionSource<ClusterState>().Task, _ => Task.FromResult(new ClusterState()));
        var asking = AskThroughHiccupAsync();

        await _host.AdvanceUntilDoneAsync(asking);

        Assert.True(await asking);
        Assert.True(_host.Client.IsReachable);
    }

    [Fact]
    public async Task AskThroughHiccup_AnotherCallWasLate_IsMadeAtOnce()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>())
            .Returns(_ => new TaskCompletionSource<ClusterState>().Task, _ => Task.FromResult(new ClusterState()));
        var late = AskAsync();
        _host.Time.Advance(_host.Options.CallBudget);
        await late;

        Assert.True(await AskThroughHiccupAsync());
    }

    [Fact]
    public async Task AskThroughHiccup_ClusterStaysSilent_EndsInTime()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>()).Returns(_ => new TaskCompletionSource<ClusterState>().Task);
        var started = _host.Time.GetTimestamp();
        var asking = AskThroughHiccupAsync();

        await _host.AdvanceUntilDoneAsync(asking);

        Assert.False(await asking);
        Assert.InRange(
            _host.Time.GetElapsedTime(started),
            ClusterLimits.WaitMax, ClusterLimits.WaitMax + _host.Options.CallBudget + ClusterLimits.WaitStep);
    }

    [Fact]
    public async Task AskThroughHiccup_ClusterSilentForLong_IsSkipped()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource<ClusterState>().Task);
        await AskInVainAsync();
        await AskInVainAsync();
        _host.Time.Advance(ClusterLimits.HiccupMax + TimeSpan.FromMilliseconds(1));
        _host.Cluster.ClearReceivedCalls();

        Assert.False(await AskThroughHiccupAsync());
        await _host.Cluster.DidNotReceive().Look(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Ask_GrainThrows_IsNoAnswerAndTheClusterIsAway()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>()).ThrowsAsync(new InvalidOperationException("broken"));

        Assert.False(await AskAsync());
        Assert.False(_host.Client.IsReachable);
    }

    [Fact]
    public async Task Ask_TooManyWriters_IsNoAnswerButTheClusterIsThere()
    {
        await _host.ReachAsync();
        _host.Cluster.Look(Arg.Any<CancellationToken>())
            .ThrowsAsync(new InconsistentStateException("conflict", "a", "b"));

        Assert.False(await AskAsync());
        Assert.True(_host.Client.IsReachable);
    }

    [Fact]
    public async Task Back_ClusterReturns_Ends()
    {
        var back = _host.Client.Back;
        var wasAway = !back.IsCompleted;

        await _host.ReachAsync();

        Assert.True(wasAway);
        Assert.True(back.IsCompleted);
    }

    private async Task AskInVainAsync()
    {
        var asking = AskAsync();
        _host.Time.Advance(_host.Options.CallBudget);
        Assert.False(await asking);
    }
    private async Task<bool> AskThroughHiccupAsync() =>
        (await _host.Client.AskThroughHiccupAsync(ClusterCall.LookCluster, token => _host.Cluster.Look(token))).HasAnswer;

    private async Task<bool> AskAsync() =>
        (await _host.Client.AskAsync(ClusterCall.LookCluster, token => _host.Cluster.Look(token))).HasAnswer;
}
