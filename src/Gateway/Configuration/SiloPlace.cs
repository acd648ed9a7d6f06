namespace Sidecar.Gateway.Configuration;

/// <summary>Where the grains are that a gateway calls.</summary>
internal enum SiloPlace
{
    /// <summary>In a silo inside the gateway's process.</summary>
    Inside,

    /// <summary>In silos that are processes of their own; the gateway is their client.</summary>
    Client,
}
