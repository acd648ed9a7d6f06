namespace Sidecar.Grains;

/// <summary>Names of the stores that a host of the grains has to add.</summary>
public static class GrainStores
{
    /// <summary>States of payload and block page grains. They are of use for minutes: give it an expiry.</summary>
    public const string Payloads = "payloads";

    /// <summary>States of builder and cluster grains. No expiry: an operator's mode stays.</summary>
    public const string Cluster = "cluster";
}
