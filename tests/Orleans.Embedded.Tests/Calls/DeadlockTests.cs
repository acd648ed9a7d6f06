namespace Orleans.Embedded.Tests.Calls;

public sealed class DeadlockTests
{
    [Theory]
    [InlineData("a", "ordinary")]
    [InlineData("a", "look")]
    [InlineData("b", "back")]
    public async Task Call_WouldWaitForItsOwnCaller_FailsClearly(string key, string method)
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Grain<IProbeGrain>("a").CallOther(key, method).WaitAsync(Patience.Default));

        Assert.Contains("would wait for the call that makes it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ItselfByAnInterleavingMethod_Runs()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        host.Stage.Open("nested");

        await host.Grain<IProbeGrain>("a").CallOther("a", "interleave");

        Assert.Equal(["+nested", "-nested"], host.Stage.Events);
    }

    [Fact]
    public async Task Reader_CallsItselfToRead_Runs()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        host.Stage.Open("nested");

        await host.Grain<IProbeGrain>("a").LookAtOther("a", "look");

        Assert.Equal(["+nested", "-nested"], host.Stage.Events);
    }

    [Fact]
    public async Task Call_ItselfOnAReentrantClass_Runs()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ReentrantProbeGrain>());

        await host.Grain<IProbeGrain>("a").CallOther("b", "back");

        Assert.Equal(["+0", "-0"], host.Stage.Events);
    }

    [Fact]
    public async Task Call_ItselfAfterItsCallHasEnded_Runs()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>());
        var grain = host.Grain<IProbeGrain>("a");
        await grain.CallSelfLater("later");

        host.Stage.Open("later");
        await host.Stage.Entered("done");

        Assert.Equal(["+later", "-later", "+1", "-1", "+done"], host.Stage.Events);
    }

    [Fact]
    public async Task Call_ItsOwnGrainFromOnActivate_FailsClearly()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<SelfishGrain>());

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Grain<ISelfishGrain>("a").Ping().WaitAsync(Patience.Default));

        Assert.Contains("would wait for the call that makes it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoGrains_WaitForEachOtherInSeparateChains_TimeOutInsteadOfHanging()
    {
        var time = new ManualTimeProvider();
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<CrossingGrain>(), time);
        var calls = new[]
        {
            host.Grain<ICrossingGrain>("a").EnterAndCall("in a", "b"),
            host.Grain<ICrossingGrain>("b").EnterAndCall("in b", "a"),
        };
        await host.Stage.Entered("in a");
        await host.Stage.Entered("in b");
        host.Stage.Open("in a", "in b", "called from a", "called from b");
        await host.Stage.Entered("called from a");
        await host.Stage.Entered("called from b");

        time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => calls[0]);
        await Assert.ThrowsAsync<TimeoutException>(() => calls[1]);
    }
}
