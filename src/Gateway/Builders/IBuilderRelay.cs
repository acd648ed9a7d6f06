using Sidecar.Contracts;
using Sidecar.Gateway.Engine;

namespace Sidecar.Gateway.Builders;

/// <summary>What the walks hand to the builder. Nothing here waits for it.</summary>
internal interface IBuilderRelay
{
    /// <summary>Why a build with these attributes should not go to the builder; None if it should.</summary>
    FallbackReason WhyNotBuild(bool noTxPool);

    /// <summary>A build does not go to the builder. Whose heads it follows is settled all the same.</summary>
    void LeaveOut(BuildDigest digest, ulong timestamp);

    /// <summary>Relays a new head.</summary>
    void Follow(ForkchoiceCall call);

    /// <summary>Relays a new block, if it is one. Takes over its lease.</summary>
    void Follow(UnreadBlock block);

    /// <summary>Starts a build. The task never faults and ends at the latest with the relay's time limit.</summary>
    Task<BuilderBuild> StartBuildAsync(BuildCall call);
}
