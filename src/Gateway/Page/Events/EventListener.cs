using System.Threading.Channels;

namespace Sidecar.Gateway.Page.Events;

/// <summary>One reader of the stream, with a queue of its own.</summary>
internal sealed class EventListener(Action<EventListener> leave) : IDisposable
{
    /// <summary>Events that may wait; one more, and the listener is cut. It comes back and reads everything anew.</summary>
    public const int QueueMax = 600;

    private readonly Channel<byte[]> _frames = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(QueueMax) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>What to send; ends when the listener is cut.</summary>
    public ChannelReader<byte[]> Frames => _frames.Reader;

    /// <summary>Queues an event; false if the listener was too slow and is cut.</summary>
    public bool Offer(byte[] frame)
    {
        if (_frames.Writer.TryWrite(frame))
        {
            return true;
        }

        _frames.Writer.TryComplete();
        return false;
    }

    /// <summary>Ends the stream after what is queued.</summary>
    public void End() => _frames.Writer.TryComplete();

    public void Dispose() => leave(this);
}
