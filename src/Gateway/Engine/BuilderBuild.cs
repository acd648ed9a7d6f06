using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>How a builder took a build: its own payload id, or why there is none.</summary>
/// <param name="PayloadId">Null if there is none.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="IsProbe">Whether its block may only be checked, not answered: the breaker is half open.</param>
internal readonly record struct BuilderBuild(PayloadId? PayloadId, FallbackReason Failure, bool IsProbe = false)
{
    public static BuilderBuild Started(PayloadId id, bool isProbe = false) => new(id, FallbackReason.None, isProbe);

    public static BuilderBuild Failed(FallbackReason reason) => new(null, reason);
}
