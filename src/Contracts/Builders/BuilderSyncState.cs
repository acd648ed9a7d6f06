namespace Sidecar.Contracts.Builders;

/// <summary>Whether a builder follows the chain closely enough to build on it. A metric value; stored by number.</summary>
public enum BuilderSyncState
{
    /// <summary>Not known yet.</summary>
    Unknown = 0,

    /// <summary>It follows the head.</summary>
    Synced = 1,

    /// <summary>It says so itself, or its head is too old.</summary>
    Syncing = 2,

    /// <summary>It does not answer.</summary>
    Unreachable = 3,
}
