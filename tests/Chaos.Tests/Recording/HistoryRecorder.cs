using System.Diagnostics;

namespace Sidecar.Chaos.Tests.Recording;

/// <summary>Collects a history while it happens. Thread-safe.</summary>
internal sealed class HistoryRecorder(Action<string> log)
{
    private readonly Lock _lock = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<DriverCall> _calls = [];
    private readonly List<Outage> _outages = [];
    private readonly List<LeaderTerm> _terms = [];
    private readonly List<SlotRecord> _slots = [];
    private readonly List<Stall> _stalls = [];

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_started);

    public int? QuietFrom { get; set; }

    /// <summary>A moment on the clock of <see cref="Stopwatch"/>, as time since the start.</summary>
    public TimeSpan At(long timestamp) => Stopwatch.GetElapsedTime(_started, timestamp);

    /// <summary>Prints a line for whoever watches.</summary>
    public void Tell(string line) => log(line);

    public void Add(DriverCall call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    public void Add(SlotRecord slot)
    {
        lock (_lock)
        {
            _slots.Add(slot);
        }
    }

    public void Add(Stall stall)
    {
        lock (_lock)
        {
            _stalls.Add(stall);
        }
    }

    public void Lead(string sequencer)
    {
        lock (_lock)
        {
            _terms.Add(new(sequencer, Now));
        }
    }

    /// <summary>Notes that an entity is not well from now on, until the returned action is called.</summary>
    public Action BeginOutage(OutageKind kind, string entity)
    {
        var begun = new Outage(kind, entity, Now, TimeSpan.MaxValue);
        lock (_lock)
        {
            _outages.Add(begun);
        }

        return () =>
        {
            lock (_lock)
            {
                // By reference: two outages may look the same.
                var index = _outages.FindIndex(outage => ReferenceEquals(outage, begun));
                if (index >= 0)
                {
                    _outages[index] = begun with { To = Now };
                }
            }
        };
    }

    public History ToHistory(IEnumerable<UpstreamCall> upstream, IEnumerable<BlockLink> blocks)
    {
        lock (_lock)
        {
            return new()
            {
                Calls = [.. _calls.OrderBy(call => call.Start)],
                Upstream = [.. upstream.OrderBy(call => call.ArrivedAt)],
                Outages = [.. _outages],
                Terms = [.. _terms],
                Slots = [.. _slots],
                Blocks = blocks.DistinctBy(block => block.Hash).ToDictionary(block => block.Hash),
                Stalls = [.. _stalls],
                QuietFrom = QuietFrom,
            };
        }
    }
}
