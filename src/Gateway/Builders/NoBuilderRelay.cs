using Sidecar.Contracts;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Builders;

/// <summary>The relay when no builder is configured.</summary>
internal sealed class NoBuilderRelay : IBuilderRelay
{
    public FallbackReason WhyNotBuild(bool noTxPool) => FallbackReason.NoBuilder;

    public void LeaveOut(BuildDigest digest, ulong timestamp)
    {
        // There is nobody to follow.
    }

    public void Follow(ForkchoiceCall call)
    {
        // There is nobody to follow.
    }

    public void Follow(UnreadBlock block) => block.Dispose();

    public Task<BuilderBuild> StartBuildAsync(BuildCall call) =>
        Task.FromResult(BuilderBuild.Failed(FallbackReason.NoBuilder));
}
