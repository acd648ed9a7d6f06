namespace Sidecar.Contracts;

/// <summary>Why a block is the local one. A closed list: it is a metric tag, a log field and part of stored states.</summary>
/// <remarks>Stored by number: numbers are never given to another reason.</remarks>
public enum FallbackReason
{
    /// <summary>It is not: the builder's block was answered.</summary>
    None = 0,

    /// <summary>No builder is configured.</summary>
    NoBuilder = 1,

    /// <summary>The execution mode is disabled.</summary>
    ModeDisabled = 2,

    /// <summary>The execution mode is dry-run and the builder's block was valid.</summary>
    DryRun = 3,

    /// <summary>The attributes say <c>noTxPool</c>: there is nothing for a builder to choose.</summary>
    NoTxPool = 4,

    /// <summary>This gateway did not see the build start.</summary>
    UnknownBuild = 5,

    /// <summary>No validating newPayload version is known for this version of getPayload.</summary>
    UnknownVersion = 6,

    /// <summary>The builder is still syncing.</summary>
    BuilderSyncing = 7,

    /// <summary>The builder is unhealthy and the operator asked to leave such a builder alone.</summary>
    BuilderUnhealthy = 8,

    /// <summary>No connection to the builder.</summary>
    BuilderUnreachable = 9,

    /// <summary>The builder's share of the time was used up, at whatever step.</summary>
    BuilderTimeout = 10,

    /// <summary>The builder never acknowledged the build with a payload id.</summary>
    BuilderNoPayloadId = 11,

    /// <summary>The builder answered with a JSON-RPC error, unknown payload included, or an HTTP error.</summary>
    BuilderError = 12,

    /// <summary>The builder's answer is not a payload envelope.</summary>
    BuilderMalformed = 13,

    /// <summary>The builder's answer is over the size limit.</summary>
    BuilderTooLarge = 14,

    /// <summary>The builder's block does not fit the attributes.</summary>
    AttributesMismatch = 15,

    /// <summary>The builder's block was already answered for another payload id.</summary>
    DuplicateBlock = 16,

    /// <summary>Local did not answer VALID to the builder's block.</summary>
    NotValid = 17,

    /// <summary>Local could not be asked, or did not answer, whether the builder's block is valid.</summary>
    ValidationFailed = 18,

    /// <summary>The selection policy preferred the local block.</summary>
    Policy = 19,

    /// <summary>Something broke in this gateway on the builder's side of the walk; the log has it.</summary>
    InternalError = 20,

    /// <summary>The breaker is open: the builder failed too often lately, at any gateway.</summary>
    BreakerOpen = 21,

    /// <summary>The breaker is half open: the builder's block was only checked, and it was valid.</summary>
    BreakerProbe = 22,

    /// <summary>Another gateway is the builder's writer.</summary>
    HeldByAnother = 23,

    /// <summary>The cluster cannot be reached, and this gateway is not the builder's writer as far as it knows.</summary>
    ClusterAway = 24,

    /// <summary>A newer head or build came before the builder could be asked.</summary>
    Superseded = 25,
}
