using Orleans.Storage;
using Sidecar.Gateway.Cluster;
using Sidecar.Gateway.Telemetry;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Cluster;

public sealed class OutboxTests : IAsyncDisposable
{
    private readonly ClusterHost _host = new();
    private readonly List<int> _told = [];
    private readonly SemaphoreSlim _tellings = new(0);

    public async ValueTask DisposeAsync()
    {
        await _host.Outbox.StopAsync(CancellationToken.None);
        _host.Dispose();
        _tellings.Dispose();
    }

    [Fact]
    public async Task Add_ClusterReached_TellsInOrder()
    {
        await _host.ReachAsync();
        Add(1);
        Add(2);
        Add(3);

        await _host.Outbox.StartAsync(CancellationToken.None);
        await WaitAsync(3);

        Assert.Equal([1, 2, 3], _told);
    }

    [Fact]
    public async Task Add_ClusterAway_TellsWhenItIsBack()
    {
        await _host.Outbox.StartAsync(CancellationToken.None);
        Add(1);
        var whileAway = _told.Count;

        await _host.ReachAsync();
        await WaitAsync(1);

        Assert.Equal((0, 1), (whileAway, _told.Count));
    }

    [Fact]
    public async Task Add_ClusterAwayForTooLong_IsGivenUpAndCounted()
    {
        Add(1);
        _host.Time.Advance(ClusterLimits.TellAgeMax + TimeSpan.FromSeconds(1));
        await _host.ReachAsync();
        Add(2);

        await _host.Outbox.StartAsync(CancellationToken.None);
        await WaitAsync(1);

        Assert.Equal([2], _told);
        Assert.Equal(1, _host.Meters.Count("sidecar.cluster.untold"));
    }

    [Fact]
    public async Task Add_TellingFailsOnce_TellsAgainBeforeTheNext()
    {
        await _host.ReachAsync();
        var failed = new TaskCompletionSource();
        _host.Outbox.Add(ClusterCall.Open, _ =>
        {
            if (failed.TrySetResult())
            {
                throw new InvalidOperationException("away");
            }

            return Tell(1);
        });
        Add(2);

        await _host.Outbox.StartAsync(CancellationToken.None);
        await failed.Task.WaitAsync(Patience.Default);
        await UntilAwayAsync();
        await _host.ReachAsync();
        await _host.AdvanceUntilDoneAsync(WaitAsync(2));

        Assert.Equal([1, 2], _told);
    }

    /// <summary>The stores of grains have connections of their own: the watch may see its one back before the other is.</summary>
    [Fact]
    public async Task Add_RefusedForSecondsAfterTheClusterIsBack_IsToldAllTheSame()
    {
        await _host.ReachAsync();
        var refusals = 6;
        _host.Outbox.Add(
            ClusterCall.Decide, _ => refusals-- > 0 ? throw new InconsistentStateException("not yet") : Tell(1));
        var started = _host.Time.GetTimestamp();

        await _host.Outbox.StartAsync(CancellationToken.None);
        await _host.AdvanceUntilDoneAsync(WaitAsync(1));

        Assert.Equal([1], _told);
        Assert.InRange(_host.Time.GetElapsedTime(started), 6 * ClusterLimits.TellPause, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Add_RefusedAgainAndAgain_DoesNotStandBeforeTheNextForEver()
    {
        await _host.ReachAsync();
        _host.Outbox.Add(ClusterCall.Decide, _ => throw new InconsistentStateException("never"));
        Add(2);

        await _host.Outbox.StartAsync(CancellationToken.None);
        await _host.AdvanceUntilDoneAsync(WaitAsync(1));

        Assert.Equal([2], _told);
        Assert.Equal(1, _host.Meters.Count("sidecar.cluster.untold"));
    }

    [Fact]
    public void Add_TooMuch_DropsTheOldestAndCounts()
    {
        for (var i = 0; i < 1030; i++)
        {
            Add(i);
        }

        Assert.Equal(1024, _host.Outbox.Count);
        Assert.Equal(6, _host.Meters.Count("sidecar.cluster.untold"));
    }

    [Fact]
    public async Task Stop_ThingsAreLeft_TellsThemFirst()
    {
        await _host.ReachAsync();
        await _host.Outbox.StartAsync(CancellationToken.None);
        var gate = new TaskCompletionSource();
        _host.Outbox.Add(ClusterCall.Open, async _ =>
        {
            await gate.Task;
            await Tell(1);
        });
        Add(2);

        var stopping = _host.Outbox.StopAsync(new CancellationToken(canceled: true));
        var stoppedEarly = stopping.IsCompleted;
        gate.SetResult();
        await stopping.WaitAsync(Patience.Default);

        Assert.False(stoppedEarly);
        Assert.Equal([1, 2], _told);
    }

    [Fact]
    public async Task Stop_ClusterNeverAnswers_EndsAfterAMoment()
    {
        await _host.ReachAsync();
        await _host.Outbox.StartAsync(CancellationToken.None);
        _host.Outbox.Add(ClusterCall.Open, _ => Task.Delay(Timeout.Infinite, CancellationToken.None));

        var stopping = _host.Outbox.StopAsync(CancellationToken.None);
        await _host.AdvanceUntilDoneAsync(stopping);

        Assert.True(stopping.IsCompletedSuccessfully);
    }

    private void Add(int number) => _host.Outbox.Add(ClusterCall.Open, _ => Tell(number));

    private Task Tell(int number)
    {
        _told.Add(number);
        _tellings.Release();
        return Task.CompletedTask;
    }

    private async Task WaitAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await _tellings.WaitAsync(Patience.Default));
        }
    }

    private async Task UntilAwayAsync()
    {
        while (_host.Client.IsReachable)
        {
            await Task.Yield();
        }
    }
}
