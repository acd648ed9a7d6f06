namespace Sidecar.Gateway.Builders;

/// <summary>Whether the builder follows the chain closely enough to build on it. A metric value.</summary>
internal enum BuilderSyncState
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>It follows the head.</summary>
    Synced,

    /// <summary>It says so itself, or its head is too old.</summary>
    Syncing,

    /// <summary>It does not answer.</summary>
    Unreachable,
}
