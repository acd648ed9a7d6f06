using Sidecar.Contracts;

namespace Sidecar.Gateway.Engine;

/// <summary>How a builder took a build: its own payload id, or why there is none.</summary>
internal readonly record struct BuilderBuild(PayloadId? PayloadId, FallbackReason Failure)
{
    public static BuilderBuild Started(PayloadId id) => new(id, FallbackReason.None);

    public static BuilderBuild Failed(FallbackReason reason) => new(null, reason);
}
