using Orleans.Concurrency;

namespace Orleans.Embedded.Tests;

public interface IProbeGrain : IGrainWithStringKey
{
    Task Ordinary(string gate, CancellationToken cancellationToken);

    [ReadOnly]
    Task Look(string gate, CancellationToken cancellationToken);

    [AlwaysInterleave]
    Task Interleave(string gate, CancellationToken cancellationToken);

    Task Note(int number);

    /// <summary>Calls the grain with that key, or itself, and waits.</summary>
    Task CallOther(string key, string method);

    [ReadOnly]
    Task LookAtOther(string key, string method);

    /// <summary>Returns, and calls itself once the gate opens.</summary>
    Task CallSelfLater(string gate);
}
