using Sidecar.Contracts;
using Sidecar.Gateway.Health;
using Sidecar.Gateway.Upstream;

namespace Sidecar.Gateway.Tests.Health;

public sealed class HeadPollerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterGap = Interval - HeadPoller.RetryDelay;

    [Fact]
    public async Task Start_BothAnswer_IsHealthyAtOnce()
    {
        await using var host = await PollerHost.StartAsync();

        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));
        await host.Builder.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));

        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay, count: 2);
        Assert.Equal(200, host.Setup.Status);
    }

    [Fact]
    public async Task Loop_IntervalPasses_PollsAgain()
    {
        await using var host = await PollerHost.StartAsync(hasBuilder: false);
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));

        await host.PassAsync(HeadPoller.RetryDelay);
        await host.PassAsync(AfterGap);

        await host.Local.NextAsync();
        Assert.Equal(2, host.Local.PollCount);
    }

    [Fact]
    public async Task Poll_LocalFails_IsRepeatedAfterTheRetryDelay()
    {
        await using var host = await PollerHost.StartAsync(hasBuilder: false);
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));
        await host.PassAsync(HeadPoller.RetryDelay);
        await host.PassAsync(AfterGap);

        await host.Local.AnswerAsync(HeadPollResult.Failed(UpstreamFailure.Unreachable));
        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay);
        Assert.Equal(200, host.Setup.Status);
        host.Setup.Clock.Advance(HeadPoller.RetryDelay);
        await host.Local.AnswerAsync(HeadPollResult.Failed(UpstreamFailure.Unreachable));

        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay);
        Assert.Equal(503, host.Setup.Status);
    }

    [Fact]
    public async Task Poll_BuilderHangs_NeverDelaysLocal()
    {
        await using var host = await PollerHost.StartAsync();
        var hanging = await host.Builder.NextAsync();
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));

        await host.PassAsync(HeadPoller.RetryDelay);
        await host.Setup.Clock.WaitUntilArmedAsync(AfterGap);
        host.Setup.Clock.Advance(PollTimeout - HeadPoller.RetryDelay);
        var (builder, _) = await host.ObservedAsync();
        host.Setup.Clock.Advance(Interval - PollTimeout);

        await host.Local.NextAsync();
        Assert.Equal(UpstreamFailure.TimedOut, builder.Failure);
        Assert.False(hanging.Task.IsCompleted);
    }

    [Fact]
    public async Task Follower_BuilderDiesAndRecovers_IsPartialAndThenHealthyWithoutTraffic()
    {
        // Only polls happen here: no forkchoiceUpdated, no getPayload.
        await using var host = await PollerHost.StartAsync();
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));
        await host.PassAsync(HeadPoller.RetryDelay);
        await host.Setup.Clock.WaitUntilArmedAsync(AfterGap);
        await PollBuilderAsync(host, HeadPollResult.Answered(host.Setup.HeadNow()));
        Assert.Equal(200, host.Setup.Status);

        await PollBuilderAsync(host, HeadPollResult.Failed(UpstreamFailure.Unreachable));
        await PollBuilderAsync(host, HeadPollResult.Failed(UpstreamFailure.Unreachable));
        Assert.Equal(206, host.Setup.Status);
        await PollBuilderAsync(host, HeadPollResult.Answered(host.Setup.HeadNow()));

        Assert.Equal(200, host.Setup.Status);

        static async Task PollBuilderAsync(PollerHost host, HeadPollResult result)
        {
            host.Poller.Kick();
            await host.Builder.AnswerAsync(result);
            await host.ObservedAsync();
            await host.PassAsync(HeadPoller.RetryDelay);
        }
    }

    [Fact]
    public async Task Kick_ManyTimes_PollsTheBuilderOnceMore()
    {
        await using var host = await PollerHost.StartAsync();
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));
        var poll = await host.Builder.NextAsync();
        for (var i = 0; i < 100; i++)
        {
            host.Poller.Kick();
        }

        poll.SetResult(HeadPollResult.Answered(host.Setup.HeadNow()));
        await host.PassAsync(HeadPoller.RetryDelay, loops: 2);
        await host.Builder.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));

        await host.PassAsync(HeadPoller.RetryDelay);
        await host.Setup.Clock.WaitUntilArmedAsync(AfterGap);
        Assert.Equal(2, host.Builder.PollCount);
        Assert.Equal(1, host.Local.PollCount);
    }

    [Fact]
    public async Task Observer_BuilderPolled_IsToldLocalsHeadAsWell()
    {
        await using var host = await PollerHost.StartAsync();
        var localHead = host.Setup.HeadNow();
        await host.Local.AnswerAsync(HeadPollResult.Answered(localHead));
        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay);

        var builderHead = localHead with { Number = 90 };
        await host.Builder.AnswerAsync(HeadPollResult.Answered(builderHead));

        var (builder, seenLocal) = await host.ObservedAsync();
        Assert.Equal(builderHead, builder.Head);
        Assert.Equal(localHead, seenLocal);
    }

    [Fact]
    public async Task Mode_Disabled_LeavesTheBuilderAloneUntilItIsEnabled()
    {
        await using var host = await PollerHost.StartAsync(ExecutionMode.Disabled);
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));
        await host.PassAsync(HeadPoller.RetryDelay, loops: 2);
        await host.Setup.Clock.WaitUntilArmedAsync(AfterGap, count: 2);
        Assert.Equal(0, host.Builder.PollCount);

        host.Mode.Set(ExecutionMode.Enabled, "test", "test");

        await host.Builder.NextAsync();
        Assert.Equal(1, host.Builder.PollCount);
    }

    [Fact]
    public async Task Poll_LocalIsSyncing_IsNotReady()
    {
        await using var host = await PollerHost.StartAsync(hasBuilder: false);

        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow(), syncing: true));

        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay);
        Assert.Equal("Local is syncing.", host.Setup.State.Ready().Reason);
    }

    [Fact]
    public async Task Poll_SourceThrows_CountsAsFailureAndGoesOn()
    {
        await using var host = await PollerHost.StartAsync(hasBuilder: false);

        (await host.Local.NextAsync()).SetException(new InvalidOperationException("a bug"));
        await host.PassAsync(HeadPoller.RetryDelay);
        await host.Local.AnswerAsync(HeadPollResult.Answered(host.Setup.HeadNow()));

        await host.Setup.Clock.WaitUntilArmedAsync(HeadPoller.RetryDelay);
        Assert.Equal(200, host.Setup.Status);
    }

    [Fact]
    public async Task Stop_PollHangs_EndsInGoodOrder()
    {
        await using var host = await PollerHost.StartAsync(hasBuilder: false);
        await host.Local.NextAsync();

        await host.Poller.StopAsync(CancellationToken.None);

        Assert.True(host.Poller.ExecuteTask!.IsCompletedSuccessfully);
    }
}
