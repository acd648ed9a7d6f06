using System.Diagnostics;
using Sidecar.Contracts;

namespace Sidecar.Gateway.Health;

/// <summary>What a local block says about the builder.</summary>
internal static class MissPolicy
{
    /// <summary>Whether the builder was asked for a payload and had no usable one.</summary>
    public static bool IsMiss(FallbackReason reason) => reason switch
    {
        FallbackReason.BuilderUnreachable or FallbackReason.BuilderTimeout or FallbackReason.BuilderNoPayloadId
            or FallbackReason.BuilderError or FallbackReason.BuilderMalformed or FallbackReason.BuilderTooLarge
            or FallbackReason.AttributesMismatch or FallbackReason.DuplicateBlock or FallbackReason.NotValid => true,

        // Not asked, by configuration, by the chain, or because this gateway did not see the build.
        FallbackReason.None or FallbackReason.NoBuilder or FallbackReason.ModeDisabled or FallbackReason.NoTxPool
            or FallbackReason.UnknownBuild or FallbackReason.UnknownVersion => false,

        // Not asked because of what is known already: counting it as well would keep the builder unhealthy for ever.
        FallbackReason.BuilderSyncing or FallbackReason.BuilderUnhealthy or FallbackReason.BreakerOpen => false,

        // Not asked because of the other gateways, or because something newer came.
        FallbackReason.HeldByAnother or FallbackReason.ClusterAway or FallbackReason.Superseded => false,

        // Local's failure, or ours.
        FallbackReason.ValidationFailed or FallbackReason.InternalError => false,

        // The payload was good.
        FallbackReason.DryRun or FallbackReason.Policy or FallbackReason.BreakerProbe => false,
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether the builder's payload was valid and another was answered on purpose.</summary>
    public static bool ShowsGoodPayload(FallbackReason reason) =>
        reason is FallbackReason.DryRun or FallbackReason.Policy or FallbackReason.BreakerProbe;
}
