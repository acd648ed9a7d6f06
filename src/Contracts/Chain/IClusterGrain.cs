using Orleans.Concurrency;

namespace Sidecar.Contracts.Chain;

/// <summary>What holds for all gateways of a chain: the execution mode, and who is there.</summary>
/// <remarks>
/// Key: <see cref="GrainKeys.Cluster"/>. Every method may be called again with the same arguments, and changes nothing
/// the second time.
/// </remarks>
[Alias("sidecar.IClusterGrain")]
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>Sets the execution mode for all gateways.</summary>
    /// <returns>What is in force afterwards.</returns>
    [Alias("SetMode")]
    Task<ClusterState> SetMode(ModeChange change, CancellationToken cancellationToken);

    /// <summary>A gateway says that it is there, and how.</summary>
    [Alias("ReportGateway")]
    Task<ClusterState> ReportGateway(GatewayReport report, CancellationToken cancellationToken);

    /// <summary>What gateways act on.</summary>
    [ReadOnly, Alias("Look")]
    Task<ClusterState> Look(CancellationToken cancellationToken);

    /// <summary>Everything held, for inspection.</summary>
    [ReadOnly, Alias("GetState")]
    Task<ClusterState> GetState();
}
