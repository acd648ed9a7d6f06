namespace Orleans.Embedded;

/// <summary>A persistent state as its activation sees it.</summary>
internal interface IActivationState
{
    /// <summary>True after a write or clear that failed: memory and store may differ until the next read.</summary>
    bool IsSuspect { get; }

    /// <summary>When the read or write that the state in memory comes from was sent.</summary>
    long SyncedAt { get; }

    Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Asks the store whether it still holds the version in memory.</summary>
    ValueTask<bool> IsNewestAsync(CancellationToken cancellationToken);
}
