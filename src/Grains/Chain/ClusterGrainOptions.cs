namespace Sidecar.Grains.Chain;

/// <summary>Limits of a cluster grain.</summary>
public sealed record ClusterGrainOptions
{
    /// <summary>Changes of the execution mode kept. Default 32.</summary>
    public int ChangesMax { get; init; } = 32;

    /// <summary>Gateways kept. Default 64.</summary>
    public int GatewaysMax { get; init; } = 64;

    /// <summary>A gateway that said nothing for so long is gone. Default 60 s.</summary>
    public TimeSpan GatewayAgeMax { get; init; } = TimeSpan.FromSeconds(60);
}
