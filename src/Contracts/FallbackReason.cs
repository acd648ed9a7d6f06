namespace Sidecar.Contracts;

/// <summary>Why a block is the local one. A closed list: it is a metric tag and a log field.</summary>
public enum FallbackReason
{
    /// <summary>It is not: the builder's block was answered.</summary>
    None,

    /// <summary>No builder is configured.</summary>
    NoBuilder,

    /// <summary>The execution mode is disabled.</summary>
    ModeDisabled,

    /// <summary>The execution mode is dry-run and the builder's block was valid.</summary>
    DryRun,

    /// <summary>The attributes say <c>noTxPool</c>: there is nothing for a builder to choose.</summary>
    NoTxPool,

    /// <summary>This gateway did not see the build start.</summary>
    UnknownBuild,

    /// <summary>No validating newPayload version is known for this version of getPayload.</summary>
    UnknownVersion,

    /// <summary>The builder is still syncing.</summary>
    BuilderSyncing,

    /// <summary>The builder is unhealthy and the operator asked to leave such a builder alone.</summary>
    BuilderUnhealthy,

    /// <summary>No connection to the builder.</summary>
    BuilderUnreachable,

    /// <summary>The builder's share of the time was used up, at whatever step.</summary>
    BuilderTimeout,

    /// <summary>The builder never acknowledged the build with a payload id.</summary>
    BuilderNoPayloadId,

    /// <summary>The builder answered with a JSON-RPC error, unknown payload included, or an HTTP error.</summary>
    BuilderError,

    /// <summary>The builder's answer is not a payload envelope.</summary>
    BuilderMalformed,

    /// <summary>The builder's answer is over the size limit.</summary>
    BuilderTooLarge,

    /// <summary>The builder's block does not fit the attributes.</summary>
    AttributesMismatch,

    /// <summary>The builder's block was already answered for another payload id.</summary>
    DuplicateBlock,

    /// <summary>Local did not answer VALID to the builder's block.</summary>
    NotValid,

    /// <summary>Local could not be asked, or did not answer, whether the builder's block is valid.</summary>
    ValidationFailed,

    /// <summary>The selection policy preferred the local block.</summary>
    Policy,

    /// <summary>Something broke in this gateway on the builder's side of the walk; the log has it.</summary>
    InternalError,
}
