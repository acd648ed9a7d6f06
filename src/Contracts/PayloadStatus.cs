namespace Sidecar.Contracts;

/// <summary>What an execution client says of a block (execution-apis paris.md, PayloadStatusV1).</summary>
public enum PayloadStatus
{
    /// <summary>No status, or one that the specification does not know. Never counts as valid.</summary>
    Unknown,

    /// <summary>Fully validated.</summary>
    Valid,

    /// <summary>Failed validation; includes the older INVALID_BLOCK_HASH and INVALID_TERMINAL_BLOCK.</summary>
    Invalid,

    /// <summary>Data is missing, usually the parent.</summary>
    Syncing,

    /// <summary>Stored as a side chain and not executed.</summary>
    Accepted,
}
