using System.Globalization;
using System.Text;
using System.Text.Json;
using Sidecar.Gateway.Page.Api;

namespace Sidecar.Gateway.Page.Events;

/// <summary>Takes what happens to everybody who listens.</summary>
internal sealed class EventHub
{
    /// <summary>Listeners at a time; a browser's tab is one.</summary>
    public const int ListenersMax = 32;

    /// <summary>Events that are kept for listeners that come back.</summary>
    public const int KeptMax = 512;

    private readonly Lock _lock = new();
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<EventListener> _listeners = [];
    private readonly Queue<(long Number, string Name, object Data)> _kept = new();
    private long _last;
    private bool _isClosed;

    /// <summary>Listeners now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _listeners.Count;
            }
        }
    }

    /// <summary>Lets somebody listen from here on, or after the last event that they had; null if there are too many.</summary>
    /// <param name="lastEventId">What the listener heard last; null if nothing.</param>
    public EventListener? TryJoin(string? lastEventId)
    {
        lock (_lock)
        {
            if (_isClosed || _listeners.Count >= ListenersMax)
            {
                return null;
            }

            var listener = new EventListener(Leave);
            foreach (var frame in Missed_NeedsLock(lastEventId))
            {
                listener.Offer(frame);
            }

            _listeners.Add(listener);
            return listener;
        }
    }

    /// <summary>Tells of something that must not be missed: it is kept for those who come back.</summary>
    public void Tell(string name, object data)
    {
        lock (_lock)
        {
            var number = ++_last;
            _kept.Enqueue((number, name, data));
            if (_kept.Count > KeptMax)
            {
                _kept.Dequeue();
            }

            if (_listeners.Count > 0)
            {
                Send_NeedsLock(Frame(name, data, IdOf(number)));
            }
        }
    }

    /// <summary>Tells how something is now. Who misses it hears the next.</summary>
    public void Show(string name, object data)
    {
        lock (_lock)
        {
            if (_listeners.Count > 0)
            {
                Send_NeedsLock(Frame(name, data, id: null));
            }
        }
    }

    /// <summary>Ends all streams: the process is stopping.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _listeners.ForEach(listener => listener.End());
        }
    }

    private void Send_NeedsLock(byte[] frame) => _listeners.RemoveAll(listener => !listener.Offer(frame));

    private void Leave(EventListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    private IEnumerable<byte[]> Missed_NeedsLock(string? lastEventId)
    {
        if (lastEventId is null)
        {
            return [];
        }

        var isOurs = lastEventId.StartsWith(_run + "-", StringComparison.Ordinal)
            & long.TryParse(
                lastEventId.AsSpan(Math.Min(lastEventId.Length, _run.Length + 1)), NumberStyles.None,
                CultureInfo.InvariantCulture, out var heard);
        return isOurs && heard <= _last && heard >= _last - _kept.Count
            ? [.. _kept.Where(item => item.Number > heard).Select(item => Frame(item.Name, item.Data, IdOf(item.Number)))]
            : [Frame(EventNames.Reset, new object(), id: null)];
    }

    private string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_run}-{number}");

    private static byte[] Frame(string name, object data, string? id)
    {
        // JSON has no line breaks of its own, so that one data line holds it.
        var json = JsonSerializer.Serialize(data, data.GetType(), ApiJson.Options);
        return Encoding.UTF8.GetBytes($"{(id is null ? "" : $"id: {id}\n")}event: {name}\ndata: {json}\n\n");
    }
}
