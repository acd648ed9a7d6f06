namespace Sidecar.Gateway.Doctor.Setup;

/// <summary>What became of an attempt to bind a port.</summary>
internal enum PortState
{
    Free,
    InUse,

    /// <summary>This user may not, as with ports below 1024.</summary>
    NotAllowed,

    /// <summary>The machine does not have the address.</summary>
    NotOurAddress,
}
