using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Running;

/// <summary>Notes how late the machine runs what is due: on a busy one a deadline says little about the gateway.</summary>
internal sealed class StallProbe : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Noted = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _probing;

    public StallProbe(HistoryRecorder recorder) => _probing = ProbeAsync(recorder);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _probing;
        _stopping.Dispose();
    }

    private async Task ProbeAsync(HistoryRecorder recorder)
    {
        while (!_stopping.IsCancellationRequested)
        {
            var due = recorder.Now + Interval;
            await Task.Delay(Interval, CancellationToken.None);
            var late = recorder.Now - due;
            if (late > Noted)
            {
                recorder.Add(new Stall(due, late));
            }
        }
    }
}
