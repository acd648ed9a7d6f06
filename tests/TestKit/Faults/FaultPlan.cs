namespace Sidecar.TestKit;

/// <summary>
/// The scripted misbehaviour of one client. For each call the first rule in order of planning strikes, alone.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private TaskCompletionSource? _blackhole;

    /// <summary>Plans a fault.</summary>
    /// <param name="methodPattern">
    /// A method (<c>engine_getPayloadV4</c>), all its versions (<c>engine_getPayload</c>), a prefix (<c>engine_*</c>).
    /// </param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">To the next so many calls; null for all.</param>
    /// <param name="when">To calls of which this holds.</param>
    public FaultRule On(string methodPattern, Fault fault, int? times = null, Func<ReceivedCall, bool>? when = null)
    {
        var rule = new FaultRule(methodPattern, fault, times, when);
        lock (_gate)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    /// <summary>
    /// From now on connections are accepted and nothing is read or answered, until <see cref="Clear"/>.
    /// </summary>
    public void Blackhole()
    {
        lock (_gate)
        {
            _blackhole ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Ends all faults; calls that they hold go on.</summary>
    public void Clear()
    {
        List<FaultRule> rules;
        TaskCompletionSource? blackhole;
        lock (_gate)
        {
            (rules, blackhole) = ([.. _rules], _blackhole);
            _rules.Clear();
            _blackhole = null;
        }

        rules.ForEach(rule => rule.Clear());
        blackhole?.TrySetResult();
    }

    internal FaultRule? Strike(ReceivedCall call)
    {
        FaultRule? struck;
        lock (_gate)
        {
            struck = _rules.FirstOrDefault(rule => rule.TryStrike(call));
        }

        struck?.AnnounceStrike();
        return struck;
    }

    internal Task WaitOutBlackholeAsync(CancellationToken aborted)
    {
        lock (_gate)
        {
            return _blackhole?.Task.WaitAsync(aborted) ?? Task.CompletedTask;
        }
    }
}
