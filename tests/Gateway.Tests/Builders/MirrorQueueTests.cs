using System.Text;
using Microsoft.Extensions.Options;
using Sidecar.Gateway.Builders;
using Sidecar.Gateway.Configuration;
using Sidecar.Gateway.Tests.Upstream;
using Sidecar.Gateway.Upstream;
using Sidecar.TestKit;

namespace Sidecar.Gateway.Tests.Builders;

public sealed class MirrorQueueTests : IAsyncDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly ScriptedClient _builder = new();
    private readonly BoostSyncOptions _options = new() { MirrorLengthMax = 4, MirrorBytesMax = 100 };
    private readonly MirrorQueue _queue;

    public MirrorQueueTests() => _queue = new MirrorQueue(_builder, Options.Create(_options), _meters.Metrics, _time);

    public async ValueTask DisposeAsync()
    {
        await _queue.StopAsync(CancellationToken.None);
        _queue.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Add_Request_IsSentAsItIs()
    {
        await _queue.StartAsync(CancellationToken.None);

        Add("tx 1");
        var call = await _builder.CallAsync(0);

        Assert.Equal("tx 1", call.Text);
        Assert.Equal(UpstreamMethod.Mirror, call.Request.Method);
        Assert.Equal(_options.CallTimeout, call.Request.Deadline.Remaining);
    }

    [Fact]
    public async Task Add_SeveralRequests_AreTakenInOrderAndSentAtOnce()
    {
        Add("tx 1");
        Add("tx 2");
        Add("tx 3");

        await _queue.StartAsync(CancellationToken.None);
        await _builder.CallAsync(2);

        Assert.Equal(["tx 1", "tx 2", "tx 3"], _builder.Calls.Select(call => call.Text).Order());
    }

    [Theory]
    [InlineData(UpstreamFailure.Unreachable)]
    [InlineData(UpstreamFailure.TimedOut)]
    public async Task Send_BuilderAway_IsTriedAgainAfterTheInterval(object failure)
    {
        await _queue.StartAsync(CancellationToken.None);
        Add("tx 1");

        (await _builder.CallAsync(0)).Fail((UpstreamFailure)failure);
        await UntilPausedAsync();
        _time.Advance(RetryInterval);

        Assert.Equal("tx 1", (await _builder.CallAsync(1)).Text);
    }

    [Fact]
    public async Task Send_BuilderAwayForLong_IsGivenUpAtItsAge()
    {
        await _queue.StartAsync(CancellationToken.None);
        Add("tx 1");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            (await _builder.CallAsync(attempt)).Fail(UpstreamFailure.Unreachable);
            await UntilPausedAsync();
            _time.Advance(TimeSpan.FromSeconds(attempt == 2 ? 30 : 0.25));
        }

        (await _builder.CallAsync(3)).Fail(UpstreamFailure.Unreachable);
        await Polling.UntilAsync(() => Task.FromResult(_meters.Count("sidecar.mirror.dropped aged") == 1));
        Add("tx 2");

        Assert.Equal("tx 2", (await _builder.CallAsync(4)).Text);
    }

    [Theory]
    [InlineData("{\"error\":{\"code\":-32000}}")]
    [InlineData("garbage")]
    public async Task Send_BuilderAnswersAnything_IsNotTriedAgain(string answer)
    {
        await _queue.StartAsync(CancellationToken.None);
        Add("tx 1");
        (await _builder.CallAsync(0)).Reply(answer);

        Add("tx 2");

        Assert.Equal("tx 2", (await _builder.CallAsync(1)).Text);
    }

    [Fact]
    public void Add_MoreThanTheLimit_DropsTheNewest()
    {
        for (var i = 0; i < 6; i++)
        {
            Add($"tx {i}");
        }

        Assert.Equal(2, _meters.Count("sidecar.mirror.dropped full"));
    }

    [Fact]
    public async Task Add_MoreBytesThanTheLimit_DropsTheNewestUntilThereIsRoom()
    {
        Add(new string('a', 60));
        Add(new string('b', 60));
        var droppedBefore = _meters.Count("sidecar.mirror.dropped full");

        _builder.Respond = _ => "{}";
        await _queue.StartAsync(CancellationToken.None);
        await _builder.CallAsync(0);
        Add(new string('c', 40));
        await _builder.CallAsync(1);

        Assert.Equal(1, droppedBefore);
        Assert.Equal(1, _meters.Count("sidecar.mirror.dropped full"));
    }

    private void Add(string request) => _queue.Add(Encoding.ASCII.GetBytes(request));

    /// <summary>The pause between two attempts is the timer due first: a call's own timeout is far later.</summary>
    private async Task UntilPausedAsync()
    {
        while (_time.NextDueIn is not { } due || due > RetryInterval)
        {
            await Task.Yield();
        }
    }
}
