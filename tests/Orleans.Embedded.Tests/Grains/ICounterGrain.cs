using Orleans.Concurrency;

namespace Orleans.Embedded.Tests;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Increment(CancellationToken cancellationToken);

    /// <summary>Stops at a gate between reading the state and writing it.</summary>
    Task<int> IncrementSlowly(string gate);

    [ReadOnly]
    Task<int> Read(CancellationToken cancellationToken);

    [ReadOnly]
    Task<int> LookSlowly(string gate);

    /// <summary>Raises and throws without writing.</summary>
    Task FailAfterWriting();

    /// <summary>Writes and swallows what goes wrong.</summary>
    Task<string> IncrementAndSwallow();

    Task Clear();

    Task<CounterSnapshot> GetState();

    Task Leave();
}
