namespace Orleans.Configuration;

/// <summary>Options of a store in memory.</summary>
public sealed class MemoryGrainStorageOptions
{
    /// <summary>A state not written for so long is gone. Default: never.</summary>
    public TimeSpan? EntryExpiry { get; set; }

    /// <summary>Whether clearing removes the record instead of leaving an empty one. Default no, as Orleans.</summary>
    public bool DeleteStateOnClear { get; set; }

    /// <summary>States beyond which writing a new one fails. Default 100,000: a bound, not a plan.</summary>
    public int MaxEntries { get; set; } = 100_000;
}
