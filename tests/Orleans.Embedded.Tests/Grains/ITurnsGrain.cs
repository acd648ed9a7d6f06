using Orleans.Concurrency;

namespace Orleans.Embedded.Tests;

public interface ITurnsGrain : IGrainWithStringKey
{
    /// <summary>Counts how often it found another call inside the same turn.</summary>
    [AlwaysInterleave]
    Task<int> TakeTurns(int count);
}
