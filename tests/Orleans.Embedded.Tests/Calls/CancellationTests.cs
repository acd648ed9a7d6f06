namespace Orleans.Embedded.Tests.Calls;

public sealed class CancellationTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly EmbeddedHost _host;
    private readonly IProbeGrain _grain;

    public CancellationTests()
    {
        _host = EmbeddedHost.Start(grains => grains.AddGrain<ProbeGrain>(), _time);
        _grain = _host.Grain<IProbeGrain>("a");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Call_TokenAlreadyCancelled_NeverRuns()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _grain.Ordinary("gate", new CancellationToken(canceled: true)));

        Assert.Empty(_host.Stage.Events);
    }

    [Fact]
    public async Task Call_CancelledWhileItRuns_AnswersAtOnceAndTellsTheGrain()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _grain.Ordinary("gate", cancellation.Token);
        await _host.Stage.Entered("gate");

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        await _grain.Note(1);
        Assert.Equal(["+gate", "+1", "-1"], _host.Stage.Events);
    }

    [Fact]
    public async Task Call_CancelledAndTheGrainIgnoresIt_AnswersAtOnceAndKeepsItsTurn()
    {
        await using var host = EmbeddedHost.Start(grains => grains.AddGrain<StubbornGrain>());
        var grain = host.Grain<IStubbornGrain>("a");
        using var cancellation = new CancellationTokenSource();
        var call = grain.Ignore("gate", cancellation.Token);
        await host.Stage.Entered("gate");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var next = grain.Ignore("next", CancellationToken.None);
        host.Stage.Open("gate", "next");
        await next;

        Assert.Equal(["+gate", "-gate", "+next", "-next"], host.Stage.Events);
    }

    [Fact]
    public async Task Call_CancelledInTheQueue_NeverRunsAndLeavesItsPlace()
    {
        using var cancellation = new CancellationTokenSource();
        var running = _grain.Ordinary("first", CancellationToken.None);
        await _host.Stage.Entered("first");
        var waiting = _grain.Ordinary("second", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _host.Stage.Open("first", "second");
        await running;
        await _grain.Note(1);
        Assert.Equal(["+first", "-first", "+1", "-1"], _host.Stage.Events);
    }

    [Fact]
    public async Task Call_NotAnsweredInTheResponseTimeout_FailsWhetherItRunsOrWaits()
    {
        var running = _grain.Ordinary("first", CancellationToken.None);
        await _host.Stage.Entered("first");
        _time.Advance(TimeSpan.FromSeconds(10));
        var waiting = _grain.Note(1);

        _time.Advance(TimeSpan.FromSeconds(20));
        var late = await Assert.ThrowsAsync<TimeoutException>(() => running);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);

        Assert.Contains("IProbeGrain.Ordinary on grain probe/a did not answer", late.Message, StringComparison.Ordinal);
        _host.Stage.Open("first");
        await _grain.Note(2);
        Assert.Equal(["+first", "-first", "+2", "-2"], _host.Stage.Events);
    }
}
