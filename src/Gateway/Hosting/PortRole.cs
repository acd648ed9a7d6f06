namespace Sidecar.Gateway.Hosting;

/// <summary>What a listening port is for.</summary>
internal enum PortRole
{
    /// <summary>op-node and op-conductor.</summary>
    Engine,

    /// <summary>The operator.</summary>
    Operations,

    /// <summary>Prometheus.</summary>
    Metrics,
}

/// <summary>Carries the role on a connection of Kestrel's.</summary>
internal sealed record PortFeature(PortRole Role);
