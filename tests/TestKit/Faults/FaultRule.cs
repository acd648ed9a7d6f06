namespace Sidecar.TestKit;

/// <summary>A fault that was planned: which calls it strikes, how often, and how often it has.</summary>
public sealed class FaultRule : IDisposable
{
    private readonly string _methodPattern;
    private readonly int? _times;
    private readonly Func<ReceivedCall, bool>? _when;
    private readonly CancellationTokenSource _cleared = new();
    private readonly Conditions _struck = new();
    private int _hits;

    internal FaultRule(string methodPattern, Fault fault, int? times, Func<ReceivedCall, bool>? when) =>
        (_methodPattern, Fault, _times, _when) = (methodPattern, fault, times, when);

    /// <summary>Calls struck so far.</summary>
    public int Hits => Volatile.Read(ref _hits);

    internal Fault Fault { get; }

    internal CancellationToken Cleared => _cleared.Token;

    /// <summary>Ends as soon as the fault has struck so often.</summary>
    public Task WaitForHitsAsync(int count = 1, TimeSpan? timeout = null) => _struck.WaitAsync(
        () => Hits >= count, timeout ?? Patience.Default, () => $"{Hits} of {count} calls of {_methodPattern} struck");

    /// <summary>Ends the rule; calls that it holds go on as if there had been no fault.</summary>
    public void Clear() => _cleared.Cancel();

    /// <summary>The same as <see cref="Clear"/>.</summary>
    public void Dispose() => Clear();

    /// <summary>Claims the call; false when it is not for this rule or the rule is used up.</summary>
    internal bool TryStrike(ReceivedCall call)
    {
        var isOver = Cleared.IsCancellationRequested || Hits >= _times;
        if (isOver || !call.Is(_methodPattern) || _when?.Invoke(call) == false)
        {
            return false;
        }

        Interlocked.Increment(ref _hits);
        return true;
    }

    internal void AnnounceStrike() => _struck.Pulse();
}
