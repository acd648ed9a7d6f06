namespace Orleans.Core;

/// <summary>One stored state of a grain.</summary>
public interface IStorage
{
    /// <summary>Version of the state in memory; null or empty when nothing is stored.</summary>
    string? Etag { get; }

    bool RecordExists { get; }

    /// <summary>Loads the stored state over the one in memory.</summary>
    Task ReadStateAsync();

    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    /// <summary>Stores the state if nobody else did since it was read, else fails with a conflict.</summary>
    /// <exception cref="Storage.InconsistentStateException">The stored state is not the one that was read.</exception>
    Task WriteStateAsync();

    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Empties the stored state under the same condition as a write.</summary>
    Task ClearStateAsync();

    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
}
