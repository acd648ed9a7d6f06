namespace Sidecar.Gateway.Page.Api;

/// <summary>A stage of a block.</summary>
internal enum StageName
{
    /// <summary>Local's forkchoiceUpdated.</summary>
    LocalForkchoice,

    /// <summary>The builder's forkchoiceUpdated, until it acknowledged the build.</summary>
    BuilderAcknowledged,

    /// <summary>Local's getPayload.</summary>
    LocalPayload,

    /// <summary>The builder's getPayload.</summary>
    BuilderPayload,

    /// <summary>Local's judgement of the builder's block.</summary>
    Validation,

    /// <summary>Fixing the answer for all gateways.</summary>
    Decision,
}
