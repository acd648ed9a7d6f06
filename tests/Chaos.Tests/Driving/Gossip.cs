using System.Threading.Channels;
using Sidecar.Chaos.Tests.Recording;

namespace Sidecar.Chaos.Tests.Driving;

/// <summary>A follower's blocks: they come a little later than the leader's, in order, and none is lost.</summary>
internal sealed class Gossip : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SequencerNode _follower;
    private readonly HistoryRecorder _recorder;
    private readonly Channel<(int Slot, BuiltBlock Block, TimeSpan Delay)> _blocks =
        Channel.CreateUnbounded<(int, BuiltBlock, TimeSpan)>();

    private readonly SemaphoreSlim _open = new(1, 1);
    private readonly Task _delivering;
    private int _waiting;

    public Gossip(SequencerNode follower, HistoryRecorder recorder)
    {
        (_follower, _recorder) = (follower, recorder);
        _delivering = DeliverAsync();
    }

    /// <summary>Blocks on their way.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Send(int slot, BuiltBlock block, TimeSpan delay)
    {
        Interlocked.Increment(ref _waiting);
        _blocks.Writer.TryWrite((slot, block, delay));
    }

    /// <summary>Nothing is delivered until <see cref="Open"/>.</summary>
    public Task HoldAsync() => _open.WaitAsync();

    public void Open() => _open.Release();

    /// <summary>Whether everything was delivered before the deadline.</summary>
    public async Task<bool> DrainAsync(TimeSpan deadline)
    {
        while (Waiting > 0 && _recorder.Now < deadline)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }

        return Waiting == 0;
    }

    public async ValueTask DisposeAsync()
    {
        _blocks.Writer.TryComplete();
        await _delivering;
        _open.Dispose();
    }

    private async Task DeliverAsync()
    {
        await foreach (var (slot, block, delay) in _blocks.Reader.ReadAllAsync())
        {
            await Task.Delay(delay);
            await _open.WaitAsync();
            try
            {
                var frame = new CallFrame(slot, SlotPhase.Gossip, _recorder.Now + Patience);
                if (!await _follower.InsertAsync(frame, block))
                {
                    _recorder.Tell($"gossip of slot {slot} never reached {_follower.Name}: {_follower.LastFailure}");
                }
            }
            finally
            {
                _open.Release();
                Interlocked.Decrement(ref _waiting);
            }
        }
    }
}
