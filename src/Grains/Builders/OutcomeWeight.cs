using Sidecar.Contracts;

namespace Sidecar.Grains.Builders;

/// <summary>What the outcome of a build says of the builder.</summary>
internal enum OutcomeWeight
{
    /// <summary>Nothing: it was not asked, or local or this gateway failed.</summary>
    Neutral,

    /// <summary>Its block was valid, whatever was answered.</summary>
    Success,

    /// <summary>It had no usable block.</summary>
    Failure,

    /// <summary>Its block was wrong: one is enough.</summary>
    Grave,
}

internal static class OutcomeWeights
{
    public static OutcomeWeight Of(FallbackReason result) => result switch
    {
        FallbackReason.None or FallbackReason.DryRun or FallbackReason.Policy or FallbackReason.BreakerProbe =>
            OutcomeWeight.Success,

        FallbackReason.BuilderUnreachable or FallbackReason.BuilderTimeout or FallbackReason.BuilderNoPayloadId
            or FallbackReason.BuilderError or FallbackReason.BuilderMalformed or FallbackReason.BuilderTooLarge
            or FallbackReason.DuplicateBlock => OutcomeWeight.Failure,

        FallbackReason.NotValid or FallbackReason.AttributesMismatch => OutcomeWeight.Grave,

        // The rest, and reasons that a newer gateway knows and this version does not.
        _ => OutcomeWeight.Neutral,
    };
}
