using Microsoft.Extensions.Logging.Abstractions;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Tests.Engine;

public sealed class OffPathWorkTests
{
    private readonly OffPathWork _work = new(NullLogger<OffPathWork>.Instance);

    [Fact]
    public async Task TryRun_TooMuchRunning_IsDroppedUntilThereIsRoom()
    {
        var gate = new TaskCompletionSource();
        var started = Enumerable.Range(0, 300).Count(_ => _work.TryRun(() => gate.Task));

        gate.SetResult();
        while (!_work.TryRun(() => Task.CompletedTask))
        {
            await Task.Yield();
        }

        Assert.Equal(256, started);
    }

    [Fact]
    public async Task WhenIdle_WorkIsRunning_EndsWithTheLastOfIt()
    {
        var (one, other) = (new TaskCompletionSource(), new TaskCompletionSource());
        _work.TryRun(() => one.Task);
        _work.TryRun(() => other.Task);

        var idle = _work.WhenIdle();
        one.SetResult();
        var endedEarly = idle.IsCompleted;
        other.SetResult();
        await idle;

        Assert.False(endedEarly);
        Assert.True(_work.WhenIdle().IsCompletedSuccessfully);
    }

    [Fact]
    public void TryRun_WorkThatFails_HarmsNobody()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(_work.TryRun(() => throw new InvalidOperationException("a bug")));
            Assert.True(_work.TryRun(() => Task.FromException(new InvalidOperationException("a bug"))));
        }
    }
}
