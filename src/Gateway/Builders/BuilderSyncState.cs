namespace Sidecar.Gateway.Builders;

/// <summary>Whether the builder follows the chain. A metric value.</summary>
internal enum BuilderSyncState
{
    /// <summary>Nothing speaks against asking it.</summary>
    Unknown,

    /// <summary>It answered VALID to a recent head, or its head is local's.</summary>
    Synced,

    /// <summary>It lacks blocks: attributes would only start a sync or fail.</summary>
    Syncing,

    /// <summary>No connection.</summary>
    Unreachable,
}
