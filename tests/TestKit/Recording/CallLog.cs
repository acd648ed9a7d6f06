using System.Collections;

namespace Sidecar.TestKit;

/// <summary>The calls that arrived, in order. Thread-safe: enumerating takes a snapshot.</summary>
public sealed class CallLog : IReadOnlyCollection<ReceivedCall>
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedCall> _calls = [];
    private readonly Conditions _changed = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>
    /// Calls of one method (<c>engine_getPayloadV4</c>), all its versions (<c>engine_getPayload</c>) or a prefix
    /// (<c>engine_*</c>).
    /// </summary>
    public IReadOnlyList<ReceivedCall> Of(string methodPattern) => Where(call => call.Is(methodPattern));

    /// <summary>Ends as soon as <paramref name="count"/> such calls have arrived, and returns them.</summary>
    public async Task<IReadOnlyList<ReceivedCall>> WaitForAsync(
        Func<ReceivedCall, bool> predicate, int count = 1, TimeSpan? timeout = null)
    {
        await _changed.WaitAsync(
            () => Where(predicate).Count >= count,
            timeout ?? Patience.Default,
            () => $"{Where(predicate).Count} of {count} such calls arrived; all: {string.Join(", ", this)}");
        return Where(predicate);
    }

    /// <summary>Forgets what arrived so far.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _calls.Clear();
        }
    }

    /// <summary>Returns what arrived so far and forgets it; a call is returned once, whenever it arrives.</summary>
    public IReadOnlyList<ReceivedCall> TakeAll()
    {
        lock (_gate)
        {
            List<ReceivedCall> taken = [.. _calls];
            _calls.Clear();
            return taken;
        }
    }

    public IEnumerator<ReceivedCall> GetEnumerator() => Where(_ => true).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(ReceivedCall call)
    {
        lock (_gate)
        {
            _calls.Add(call);
        }

        _changed.Pulse();
    }

    private List<ReceivedCall> Where(Func<ReceivedCall, bool> predicate)
    {
        lock (_gate)
        {
            return [.. _calls.Where(predicate)];
        }
    }
}
